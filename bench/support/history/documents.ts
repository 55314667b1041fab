import { alertInputSchema } from '@foyer/protocol/alert';
import { inviteInputSchema } from '@foyer/protocol/invite';
import { prospectRuleInputSchema } from '@foyer/protocol/prospect-rule';
import { wrapUpInputSchema } from '@foyer/protocol/wrap-up';
import { createSite } from '../../../apps/server/src/features/sites/create-site.ts';
import type { Storage } from '../../../apps/server/src/storage/storage.ts';

/** A document that facts of the generated year name. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

/** The site of the generated year, and what its visits and chats are of. */
export interface HistoryDocuments {
  readonly siteId: string;
  readonly timeZone: string;
  readonly alerts: { readonly paid: Named; readonly search: Named; readonly all: Named };
  readonly rules: { readonly serious: Named; readonly bought: Named };
  readonly invites: readonly Named[];
  readonly departments: readonly Named[];
  readonly tags: readonly Named[];
  /** Leaves with the branch above each. */
  readonly wrapUps: readonly { readonly leaf: Named; readonly branch: Named }[];
  readonly operators: readonly Named[];
}

/** Makes the site with its documents. `nextId` makes ids. */
export async function makeDocuments(db: Storage['db'], nextId: () => string, now: number): Promise<HistoryDocuments> {
  const timeZone = 'Europe/London';
  return db.transaction().execute(async (trx) => {
    const site = await createSite(trx, { name: 'A year of visits', timeZone, currency: 'GBP' }, now);
    const document = async (
      table: 'alert' | 'invite' | 'prospect_rule',
      name: string,
      body: object,
      position: number,
    ) => {
      const id = nextId();
      const row = { site_id: site.id, id, position, version: 1, body: JSON.stringify(body) };
      if (table === 'alert')
        await trx
          .insertInto('alert')
          .values({ ...row, built_in: 0 })
          .execute();
      else await trx.insertInto(table).values(row).execute();
      return { id, name };
    };
    const alert = (name: string, more: object, position: number) =>
      document('alert', name, alertInputSchema.parse({ name, ...more }), position);
    const paid = await alert('Paid search', { entryPages: ['*utm_medium=cpc*'], paid: { cost: { fixed: '0.50' } } }, 1);
    const search = await alert('Search engines', { searchEngines: ['Google', 'Bing', 'DuckDuckGo'] }, 2);
    const { id: allId } = await trx
      .selectFrom('alert')
      .select('id')
      .where('site_id', '=', site.id)
      .where('built_in', '=', 1)
      .executeTakeFirstOrThrow();
    const rule = (name: string, more: object, position: number) =>
      document('prospect_rule', name, prospectRuleInputSchema.parse({ name, ...more }), position);
    const serious = await rule('Serious', { minPages: 8 }, 1);
    const bought = await rule(
      'Bought',
      { specificPages: ['thanks.htm'], activation: 'oncePerVisit', actions: { flagAsCustomer: true } },
      2,
    );
    const invites: Named[] = [];
    for (const [position, name] of ['Need a hand?', 'Ask us about sizes', 'Before you go'].entries())
      invites.push(
        await document(
          'invite',
          name,
          inviteInputSchema.parse({ name, image: 'gallery:hand', altText: name }),
          position + 1,
        ),
      );
    const departments: Named[] = [];
    for (const name of ['Sales', 'Support', 'Returns']) {
      const id = nextId();
      await trx
        .insertInto('department')
        .values({
          site_id: site.id,
          id,
          version: 1,
          name_key: name.toLowerCase(),
          body: JSON.stringify({ name, description: '' }),
        })
        .execute();
      departments.push({ id, name });
    }
    const tags: Named[] = [];
    for (const name of ['urgent', 'refund', 'praise', 'wholesale']) {
      const id = nextId();
      await trx
        .insertInto('tag')
        .values({ site_id: site.id, id, version: 1, folded_name: name, body: JSON.stringify({ name }) })
        .execute();
      tags.push({ id, name });
    }
    const option = (label: string, options: object[] = []) => ({ id: nextId(), label, archived: false, options });
    const options = [
      option('Sale', [option('Sold'), option('Later'), option('No stock')]),
      option('Service', [option('Answered'), option('Passed on')]),
    ];
    await trx
      .insertInto('wrap_up')
      .values({
        site_id: site.id,
        version: 1,
        body: JSON.stringify(wrapUpInputSchema.parse({ enabled: true, options })),
      })
      .execute();
    const wrapUps = options.flatMap((branch) =>
      (branch.options as { id: string; label: string }[]).map((leaf) => ({
        leaf: { id: leaf.id, name: leaf.label },
        branch: { id: branch.id, name: branch.label },
      })),
    );
    const operators: Named[] = [];
    for (const name of ['Ann', 'Bob', 'Cleo', 'Dan', 'Eve', 'Fred', 'Gil', 'Hana']) {
      const id = nextId();
      await trx
        .insertInto('operator')
        .values({
          id,
          email: `${name.toLowerCase()}@${site.id}.example`,
          name,
          role: 'operator',
          password_hash: null,
          status: 'away',
          max_chats: 4,
          disabled: 0,
          session_epoch: 0,
          version: 1,
          created_at: now,
        })
        .execute();
      await trx.insertInto('operator_site').values({ site_id: site.id, operator_id: id }).execute();
      operators.push({ id, name });
    }
    return {
      siteId: site.id,
      timeZone,
      alerts: { paid, search, all: { id: allId, name: 'All visitors' } },
      rules: { serious, bought },
      invites,
      departments,
      tags,
      wrapUps,
      operators,
    };
  });
}
