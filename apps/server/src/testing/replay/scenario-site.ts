import type { Alert } from '@foyer/protocol/alert';
import type { Scenario, ScenarioConfiguration, ScenarioEvent } from '@foyer/protocol/scenario';
import type { Site } from '@foyer/protocol/site';
import { identify } from '../../features/simulator/compile-scenario.ts';
import type { Caller } from '../caller.ts';

type Lists = Pick<ScenarioConfiguration, 'alerts' | 'prospectRules' | 'invites'>;
type Kind = keyof Lists;
/** The lists that are replaced; those left out stay. */
type ChangedLists = Extract<ScenarioEvent, { type: 'configuration.changed' }>['configuration'];
type ListedDocument = Lists[Kind][number];

const paths = { alerts: 'alerts', prospectRules: 'prospect-rules', invites: 'invites' } as const;

/** A document as the server has it. */
interface SavedDocument {
  readonly id: string;
  version: number;
  body: Record<string, unknown>;
}

/** Whom prospect rules write to when a scenario does not say; the trace calls them `recipients`. */
const someRecipient = 'recipients';

/** The site of a scenario on the server, set up and changed through the REST API as an administrator would. */
export class ScenarioSite {
  readonly id: string;
  readonly key: string;
  readonly #admin: () => Promise<Caller>;
  readonly #below: string;
  readonly #saved = {
    alerts: new Map<string, SavedDocument>(),
    prospectRules: new Map<string, SavedDocument>(),
    invites: new Map<string, SavedDocument>(),
  };
  /** Ids that stand for invites there are none of, and the name each is referred to by. */
  readonly #missing = new Map<string, string>();
  readonly #labels = new Map<string, string>();
  #builtInId: string | null = null;
  #lists: Lists = { alerts: [], prospectRules: [], invites: [] };

  private constructor(site: Site, admin: () => Promise<Caller>) {
    this.id = site.id;
    this.key = site.key;
    this.#admin = admin;
    this.#below = `/api/v1/sites/${site.id}`;
  }

  static async create(scenario: Scenario, admin: () => Promise<Caller>): Promise<ScenarioSite> {
    const { emailVisitors, ...fields } = scenario.site;
    const made = await (await admin()).must<Site>('POST', '/api/v1/sites', { name: 'Scenario shop', ...fields });
    const site = new ScenarioSite(made, admin);
    await site.#claimBuiltIn(scenario);
    const { notifications } = scenario.configuration;
    await site.#must('PUT', '/notifications', {
      emails: site.#addresses(notifications?.emails, (n) => `recipient-${n}@example.test`),
      phones: site.#addresses(notifications?.phones, (n) => `+44770090${1000 + n}`),
      emailVisitors,
      version: 0,
    });
    await site.change(scenario.configuration);
    return site;
  }

  /** Puts these lists in place of those before. */
  async change(lists: ChangedLists): Promise<void> {
    const { referringSites, exclusions } = lists;
    const before = this.#lists;
    this.#lists = {
      alerts: lists.alerts ?? before.alerts,
      prospectRules: lists.prospectRules ?? before.prospectRules,
      invites: lists.invites ?? before.invites,
    };
    if (lists.invites) await this.#saveList('invites');
    if (referringSites && referringSites.length > 0) {
      const { version } = await this.#must<{ version: number }>('GET', '/referring-sites');
      await this.#must('PUT', '/referring-sites', { version, items: referringSites });
    }
    const dangling = await this.#makeDangling();
    if (lists.alerts) await this.#saveList('alerts');
    if (lists.prospectRules) await this.#saveList('prospectRules');
    for (const { id, version } of dangling) await this.#must('DELETE', `/invites/${id}?version=${version}`);
    await this.#retire();
    if (exclusions) {
      const { version } = await this.#must<{ version: number }>('GET', '/exclusions');
      await this.#must('PUT', '/exclusions', { version, ...exclusions });
    }
  }

  /** The name that the simulator's totals show for a document of the server. */
  nameInTotals(kind: 'alerts' | 'prospectRules', liveId: string): string {
    const id = [...this.#saved[kind]].find(([, saved]) => saved.id === liveId)?.[0] ?? liveId;
    const named = identify<ListedDocument>(this.#lists[kind]).find((document) => document.id === id);
    return named?.name ?? id;
  }

  /** How the trace calls an invite that is stored under this name. */
  nameOfInvite(stored: string): string {
    return this.#missing.get(stored) ?? stored;
  }

  /** How the trace calls a recipient. */
  nameOfRecipient(address: string): string {
    return this.#labels.get(address) ?? address;
  }

  async #must<T = unknown>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: object): Promise<T> {
    return (await this.#admin()).must<T>(method, this.#below + path, body);
  }

  /** A new site has *All visitors*, a scenario only if it says so: as its last alert, the same one all the way. */
  async #claimBuiltIn(scenario: Scenario): Promise<void> {
    const { items } = await this.#must<{ items: Alert[] }>('GET', '/alerts');
    const builtIn = items.find((alert) => alert.builtIn);
    if (builtIn === undefined) throw new Error('the new site lacks the built-in alert');
    const { id, version, builtIn: _builtIn, ...body } = builtIn;
    const saved = { id, version, body };
    this.#builtInId = id;
    const claimed = findBuiltInId(scenario);
    if (claimed !== null) this.#saved.alerts.set(claimed, saved);
    else await this.#must('PUT', `/alerts/${id}`, { ...body, enabled: false, version });
  }

  async #saveList(kind: Kind): Promise<void> {
    const saved = this.#saved[kind];
    const ids: string[] = [];
    for (const document of identify<ListedDocument>(this.#lists[kind])) {
      const { id } = document;
      const body = this.#bodyOf(document);
      const known = saved.get(id);
      const answer = known
        ? await this.#must<SavedDocument>('PUT', `/${paths[kind]}/${known.id}`, { ...body, version: known.version })
        : await this.#must<SavedDocument>('POST', `/${paths[kind]}`, body);
      saved.set(id, { id: answer.id, version: answer.version, body });
      ids.push(answer.id);
    }
    const rest = [...saved.values()].map((one) => one.id).filter((id) => !ids.includes(id));
    if (kind === 'invites' || ids.length === 0) return;
    // The built-in alert stands last whether it is named or not.
    const order = [...rest, ...ids].filter((id) => id !== this.#builtInId);
    await this.#must('PUT', `/${paths[kind]}/order`, { ids: order });
  }

  /** What is in no list any more: rules are disabled, so that they are the same ones if they come back; invites go. */
  async #retire(): Promise<void> {
    for (const kind of ['alerts', 'prospectRules', 'invites'] as const) {
      const listed = new Set(identify<ListedDocument>(this.#lists[kind]).map(({ id }) => id));
      for (const [id, document] of this.#saved[kind]) {
        if (listed.has(id)) continue;
        if (kind === 'invites') {
          await this.#must('DELETE', `/invites/${document.id}?version=${document.version}`);
          this.#saved.invites.delete(id);
          continue;
        }
        if (document.body.enabled === false) continue;
        const body = { ...document.body, enabled: false };
        const path = `/${paths[kind]}/${document.id}`;
        const { version } = await this.#must<SavedDocument>('PUT', path, { ...body, version: document.version });
        this.#saved[kind].set(id, { id: document.id, version, body });
      }
    }
  }

  /** Rules of a scenario may name invites that do not exist; the server lets them only be deleted afterwards. */
  async #makeDangling(): Promise<SavedDocument[]> {
    const made: SavedDocument[] = [];
    for (const { actions } of [...this.#lists.alerts, ...this.#lists.prospectRules]) {
      const name = actions.invite;
      if (name === null || this.#findInvite(name) !== null || [...this.#missing.values()].includes(name)) continue;
      const invite = await this.#must<SavedDocument>('POST', '/invites', { name, altText: name });
      this.#missing.set(invite.id, name);
      made.push(invite);
    }
    return made;
  }

  /** The server's id of the invite that a rule refers to, by id or by name. */
  #findInvite(reference: string): string | null {
    const invites = identify(this.#lists.invites);
    const found = invites.find(({ id }) => id === reference) ?? invites.find(({ name }) => name === reference);
    return (found && this.#saved.invites.get(found.id)?.id) ?? null;
  }

  #bodyOf(document: ListedDocument): Record<string, unknown> {
    const { id: _id, version: _version, ...rest } = document;
    const { builtIn: _builtIn, ...body } = rest as Record<string, unknown>;
    if (!('actions' in document) || document.actions.invite === null) return body;
    const { invite } = document.actions;
    const dangling = [...this.#missing].find(([, name]) => name === invite)?.[0];
    return { ...body, actions: { ...document.actions, invite: this.#findInvite(invite) ?? dangling } };
  }

  /** Addresses the server takes for recipients that a scenario calls by any label. */
  #addresses(labels: readonly string[] | undefined, make: (n: number) => string): string[] {
    return (labels ?? [someRecipient]).map((label, index) => {
      const address = make(index + 1);
      this.#labels.set(address, label);
      return address;
    });
  }
}

/** The id of the alert that can be the server's built-in one throughout the scenario; null: none can. */
function findBuiltInId({ configuration, events }: Scenario): string | null {
  const lists = [
    configuration.alerts,
    ...events.flatMap((event) =>
      event.type === 'configuration.changed' && event.configuration.alerts ? [event.configuration.alerts] : [],
    ),
  ];
  const found = new Set<string | null>();
  const others = new Set<string>();
  for (const list of lists)
    for (const [place, alert] of identify(list).entries()) {
      const { id } = alert;
      const isCatchAll =
        alert.name === 'All visitors' &&
        alert.searchEngines === 'anywhere' &&
        !alert.ownOrganisation &&
        alert.entryPages.length + alert.keywords.length + alert.addresses.length === 0 &&
        alert.conditions === null;
      if (isCatchAll && place === list.length - 1) found.add(id);
      else others.add(id);
    }
  const [id = null] = found;
  return found.size === 1 && id !== null && !others.has(id) ? id : null;
}
