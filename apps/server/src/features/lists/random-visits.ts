import type { Site } from '@foyer/protocol/site';
import type { Kysely } from 'kysely';
import { smallestIdAt } from '../../storage/partitions.ts';
import type { Database } from '../../storage/tables.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** What texts are made of: fold cases alike or not, composed or not, with wildcards and escapes of SQL, empty, missing. */
export const words = [
  'Shoes',
  'shoes',
  'red shoes',
  'SHOES for sale',
  'Café',
  'cafe\u0301',
  'CAFÉ',
  'cafe',
  '\u212Aelvin',
  'kelvin',
  'Straße',
  'STRASSE',
  'İstanbul',
  'istanbul',
  '100%',
  '100',
  'a_b',
  'axb',
  'quote\'s "x" \\ back',
  'ΣΟΦΟΣ',
  'σοφος',
  'σοφοσ',
  '日本',
  '\u037E;`',
] as const;
export const countries = ['GB', 'FR', 'DE', 'US'] as const;
export const addresses = [
  '203.0.113.7',
  '203.0.113.70',
  '192.168.1.5',
  '10.1.2.3',
  '10.200.0.1',
  '2001:db8::1',
  '2001:DB8:0:0::1',
  '::ffff:203.0.113.7',
  'fe80::1',
] as const;
export const urls = [
  'https://shop.example/',
  'https://shop.example',
  'https://shop.example?q=Red%20shoes&id=1',
  'https://shop.example/Sales.htm',
  'https://shop.example/sales.htm?id=7',
  'https://shop.example/caf%C3%A9',
  'https://shop.example/café?ID=7#top',
  'http://other.example/sales.htm#/basket',
  'https://shop.example/s%61les.htm',
  '/sales.htm',
  'https://shop.example/a/b/c.htm?cpc=1.25&q=x',
  'https://shop.example/a/b/?cpc=0.50',
] as const;
export const events = ['basket', 'Basket', "quote's"] as const;
export const types = ['Serious', 'serious', 'Café'] as const;
export const tagNames = ['Complaint', 'café', 'Ξ'] as const;
export const labels = ['Sold', 'Not sold', 'Café'] as const;

/** Rules and tags that the random visits refer to, by id. */
export interface RandomSite {
  readonly site: Site;
  readonly alertIds: readonly string[];
  readonly tagIds: readonly string[];
}

/** Fills a site with visits of which as much as possible differs. Each visitor has one visit at a time. */
export async function fillWithRandomVisits(
  db: Kysely<Database>,
  { site, alertIds, tagIds }: RandomSite,
  { visitors, from, seed }: { readonly visitors: number; readonly from: number; readonly seed: number },
): Promise<void> {
  const random = seeded(seed);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const maybe = <T>(value: T): T | null => (random() < 0.3 ? null : value);
  const whole = (max: number) => Math.floor(random() * (max + 1));
  const text = () => maybe(random() < 0.1 ? '' : pick(words));
  let made = 0;
  const idAt = (at: number) => {
    made += 1;
    return `${smallestIdAt(at).slice(0, 14)}7000-8000-${made.toString(16).padStart(12, '0')}`;
  };
  const site_id = site.id;
  for (let index = 0; index < visitors; index += 1) {
    const visitor_id = `${site.key}-${index}`;
    let at = from + whole(60) * day;
    // More pages than a visit, and then a visitor, keeps by address.
    const isLong = index === 3;
    const visits = isLong ? 4 : 1 + (index % 5 === 0 ? whole(6) : whole(2));
    await db
      .insertInto('visitor')
      .values({
        site_id,
        id: visitor_id,
        first_visit_at: at - (index % 4 === 0 ? 9 * day : 0),
        last_visit_at: at,
        first_referrer: pick(['direct', 'www.google.com', 'Café.example']),
        visit_count: visits,
        page_count: 0,
        visible_ms: 0,
        name: text(),
        company: text(),
        email: text(),
        phone: text(),
        variables: JSON.stringify(random() < 0.5 ? {} : { plan: pick(words), 'odd "name"': pick(words), empty: '' }),
        is_prospect: 0,
        is_customer: 0,
        is_blocked: 0,
        chat_count: 2,
      })
      .execute();
    for (let visit_number = 1; visit_number <= visits; visit_number += 1) {
      at += whole(40) * hour + 60_000;
      const started_at = at;
      const id = idAt(at);
      const pages = isLong ? 230 : 1 + whole(4);
      const within = () => started_at + whole(hour);
      const chosen = Array.from({ length: pages }, (_, place) =>
        isLong && place > 3 ? `https://shop.example/long/${visit_number}/${place}` : pick(urls),
      );
      const alert = random() < 0.2 ? null : pick(alertIds);
      await db
        .insertInto('visit')
        .values({
          site_id,
          id,
          visitor_id,
          visit_number,
          started_at,
          last_hit_at: started_at + whole(hour / 2),
          ended_at: maybe(started_at + hour / 2),
          page_count: pages,
          visible_ms: whole(5) * 60_000 + whole(3) * 500,
          entry_page: chosen[0] ?? '',
          referrer: maybe(pick(urls)),
          referrer_host: text(),
          referring_site: text(),
          is_search: whole(1),
          search_phrase: text(),
          utm_source: text(),
          utm_medium: text(),
          utm_campaign: text(),
          utm_term: text(),
          utm_content: text(),
          address: random() < 0.1 ? '' : pick(addresses),
          host_name: text(),
          country: maybe(pick(countries)),
          region: text(),
          city: text(),
          organisation: text(),
          own_organisation: maybe(whole(1)),
          language: text(),
          time_zone: text(),
          browser: text(),
          os: text(),
          device: text(),
          screen_width: maybe(300 + whole(3)),
          alert_id: alert,
          alert_name: alert,
          alert_explanation: null,
          alert_paid: whole(1),
          cost: whole(2) * 125,
          revenue: (whole(6) - 2) * 1099,
          is_prospect: 0,
          is_new_prospect: 0,
          customer: null,
        })
        .execute();
      await db
        .insertInto('page_view')
        .values(
          chosen.map((url, place) => ({
            site_id,
            id: idAt(at + place),
            visit_id: id,
            visitor_id,
            at: at + place,
            url,
            title: text() ?? '',
            visible_ms: whole(4) * 750,
          })),
        )
        .execute();
      for (let n = whole(2); n > 0; n -= 1)
        await db
          .insertInto('custom_event')
          .values({ site_id, id: idAt(at), at, visitor_id, visit_id: id, name: pick(events) })
          .execute();
      for (let n = whole(2); n > 0; n -= 1) {
        const rule = whole(types.length - 1);
        const when = within();
        await db
          .insertInto('firing')
          .values({
            site_id,
            id: idAt(when),
            rule_kind: pick(['prospectRule', 'prospectRule', 'alert']),
            rule_id: `rule-${rule}`,
            rule_version: 1,
            rule_name: types[rule] ?? '',
            visitor_id,
            visit_id: id,
            at: when,
            shadow: random() < 0.3 ? 1 : 0,
            occurrence: `${id} ${n}`,
            explanation: 'null',
          })
          .execute();
      }
      if (random() < 0.4)
        await db
          .insertInto('invitation')
          .values({
            site_id,
            id: idAt(at),
            visit_id: id,
            visitor_id,
            invite_id: `invite-${whole(1)}`,
            invite_name: 'Help',
            source: 'alert',
            occurrence: id,
            state: pick(['queued', 'shown', 'accepted', 'declined', 'declined', 'timedOut', 'withdrawn', 'suppressed']),
            reason: null,
            operator_id: null,
            queued_at: within(),
            shown_at: maybe(at),
            ended_at: maybe(at),
          })
          .execute();
      if (random() < 0.3) {
        const when = within();
        await db
          .insertInto('customer_entry')
          .values({
            site_id,
            id: idAt(when),
            at: when,
            day: '2026-03-01',
            visitor_id,
            visit_id: id,
            rule_name: null,
            kind: pick(['new', 'repeat', 'undone']),
            first_referrer: 'direct',
            reason: null,
            operator_id: null,
            occurrence: id,
          })
          .execute();
      }
      if (random() < 0.4) {
        const requested_at = started_at + whole(hour / 2);
        const chat_id = idAt(requested_at);
        const isOver = visit_number < visits || random() < 0.5;
        await db
          .insertInto('chat')
          .values({
            site_id,
            id: chat_id,
            visitor_id,
            visit_id: id,
            state: isOver ? 'ended' : 'pending',
            operator_id: null,
            operator_name: null,
            visitor_name: null,
            visitor_email: null,
            invite_id: null,
            invitation_id: null,
            alert_id: null,
            country: null,
            page_url: null,
            requested_at,
            pending_since: null,
            accepted_at: maybe(requested_at + whole(hour / 4)),
            ended_at: isOver ? requested_at + whole(hour / 2) : null,
            ended_by: null,
            missed_reason: null,
            visitor_left_at: null,
            quiet_since: null,
            nudged: 0,
            last_seq: 2,
            last_message: null,
            seen_by_visitor: 0,
            seen_by_operator: 0,
            wrap_up: maybe(
              JSON.stringify({
                optionId: null,
                label: pick(labels),
                path: [],
                operatorId: null,
                operatorName: null,
                at: within(),
              }),
            ),
            help: null,
            claim: null,
            answered: null,
            transcript_to: null,
            rating: maybe(1 + whole(4)),
            version: 1,
          })
          .execute();
        for (const seq of [1, 2])
          await db
            .insertInto('chat_entry')
            .values({
              site_id,
              chat_id,
              seq,
              at: within(),
              sender_kind: 'visitor',
              sender_id: visitor_id,
              sender_name: null,
              cid: `${seq}`,
              content_hash: null,
              content: JSON.stringify({ kind: 'rated', rating: 1 + whole(4), comment: null }),
            })
            .execute();
        if (random() < 0.7)
          await db
            .insertInto('chat_tag')
            .values({ site_id, tag_id: pick(tagIds), chat_id, visitor_id, value: null, at: within() })
            .execute();
      }
      at += hour;
    }
  }
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
