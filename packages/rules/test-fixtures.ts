import { type Alert, alertSchema } from '@foyer/protocol/alert';
import { type Invite, inviteSchema } from '@foyer/protocol/invite';
import { type ProspectRule, prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { compileRules, type RuleSet } from './compile-rules.ts';
import { type Decision, decide } from './decide.ts';
import type { Effect } from './effect.ts';
import type { VisitEvent } from './event.ts';
import type { RuleSetSource } from './rule-set.ts';
import { unknownVisitor } from './unknown-visitor.ts';
import type { Place, Source, StaffFacts, Tab, Technology, Visit } from './visit.ts';

/** Builders for the tests of the rules. Unlike facts have unlike values, so that a mix-up shows. */

/** Sunday 1 March 2026, 09:00 in London (and UTC). */
export const start = Date.UTC(2026, 2, 1, 9);
export const second = 1000;
export const minute = 60_000;

export const staff: StaffFacts = { online: 2, withRoom: 1, queueLength: 0, insideOpeningHours: null };
export const nobody: StaffFacts = { ...staff, online: 0, withRoom: 0 };

export const visitorFacts = unknownVisitor;

export const direct: Source = {
  referrer: null,
  referrerHost: null,
  referringSite: null,
  isSearch: false,
  searchPhrase: null,
  utm: { source: null, medium: null, campaign: null, term: null, content: null },
};

export const google: Source = {
  ...direct,
  referrer: 'https://www.google.com/search?q=red+shoes',
  referrerHost: 'www.google.com',
  referringSite: 'Google',
  isSearch: true,
  searchPhrase: 'red shoes',
};

export const place: Place = {
  address: '203.0.113.7',
  country: 'GB',
  region: 'England',
  city: 'Leeds',
  organisation: 'Acme Ltd',
  ownOrganisation: true,
  hostName: 'gw.acme.example',
};

const technology: Technology = {
  language: 'en-GB',
  timeZone: 'Europe/Paris',
  browser: 'Firefox',
  os: 'Linux',
  device: 'desktop',
  screenWidth: 1920,
};

const entry = 'https://shop.example/?source=adwords';

/** An open tab, connected and visible since `start`. */
export const tab: Tab = {
  pageViewId: 'view-1',
  url: entry,
  title: 'Shop',
  visibleSince: start,
  visibleMs: 0,
  n: 1,
  nodeId: 'node-1',
  lostAt: null,
  seenAt: start,
};

/** A visit by `google` with one page, its one tab connected and visible since `start`. */
export const visit: Visit = {
  format: 1,
  id: 'visit-1',
  siteId: 'site-1',
  visitorId: 'visitor-1',
  visitNumber: 1,
  startedAt: start,
  lastHitAt: start,
  lastActivityAt: start,
  disconnectedAt: null,
  visitor: { ...visitorFacts, firstVisitAt: start, firstReferrer: 'www.google.com' },
  source: google,
  place,
  technology,
  entryPage: entry,
  page: { id: 'view-1', at: start, url: entry, title: 'Shop' },
  pageCount: 1,
  pages: [entry],
  visibleMs: 0,
  tabs: { a: tab },
  events: {},
  revenue: 0,
  booked: [],
  reportedCost: null,
  fired: {},
  trueRules: [],
  isNewProspect: false,
  customer: null,
  alertId: null,
  alertWaitsUntil: null,
  invitation: null,
  invited: {},
  suppressed: {},
  chat: null,
  chatWish: null,
};

let documents = 0;
const nextId = () => `00000000-0000-4000-8000-${String(++documents).padStart(12, '0')}`;

/** An alert with the defaults of the schema. */
export function alert(fields: Record<string, unknown> & { name: string }): Alert {
  return alertSchema.parse({ id: nextId(), version: 1, builtIn: false, ...fields });
}

/** A prospect rule with the defaults of the schema. */
export function prospectRule(fields: Record<string, unknown> & { name: string }): ProspectRule {
  return prospectRuleSchema.parse({ id: nextId(), version: 1, ...fields });
}

/** An invite with the defaults of the schema. */
export function invite(fields: Record<string, unknown> & { name: string }): Invite {
  return inviteSchema.parse({ id: nextId(), version: 1, altText: 'Chat with us', ...fields });
}

/** An invite that sends itself on pages, under conditions. */
export function autoInvite(
  name: string,
  pages: string[],
  fields: Record<string, unknown> = {},
  conditions: unknown = null,
): Invite {
  return invite({ name, autoSend: { enabled: true, pages, conditions }, ...fields });
}

export const site: RuleSetSource = {
  timeZone: 'Europe/London',
  keepsFragments: false,
  currency: 'GBP',
  visitTimeoutMs: 30 * minute,
  idleMs: 5 * minute,
  alerts: [],
  prospectRules: [],
  invites: [],
  exclusions: { pages: [], addresses: [], keywordsAndReferrers: [], countries: [] },
  referringSites: [
    { name: 'Google', hosts: ['*.google.*', 'google.*'], phraseParameter: 'q' },
    { name: 'Bing', hosts: ['*.bing.com', 'bing.com'], phraseParameter: 'q' },
  ],
  notifications: {
    emails: ['sales@shop.example', 'boss@shop.example'],
    phones: ['+441632960001'],
    emailVisitors: true,
    webhookEvents: ['alert.matched', 'prospect.fired', 'customer.flagged'],
  },
};

/** The rules of a site with some of its configuration. */
export function rules(source: Partial<RuleSetSource> = {}): RuleSet {
  return compileRules({ ...site, ...source });
}

/** Exclusion lists, those not named empty. */
export function excluding(lists: Partial<RuleSetSource['exclusions']>): RuleSetSource['exclusions'] {
  return { ...site.exclusions, ...lists };
}

/** The member of the union of events that a type belongs to, and its own fields. */
type EventOf<T, E = VisitEvent> = E extends { type: infer Type } ? (T extends Type ? E : never) : never;
type EventFields<T extends VisitEvent['type']> = Omit<
  EventOf<T>,
  'type' | 'at' | 'siteId' | 'visitorId' | 'staff' | 'ids'
>;

/** One visitor whose events are decided one after the other: the state of a story. */
export class Story {
  visit: Visit | null = null;
  rules: RuleSet;
  staff: StaffFacts = staff;
  last: Decision = { visit: null, effects: [], wakeAt: null };
  readonly effects: Effect[] = [];
  #count = 0;
  #reports: Record<string, number> = {};

  constructor(rulesOfSite: RuleSet, opening: Visit | null = null) {
    this.rules = rulesOfSite;
    this.visit = opening;
  }

  /** Decides an event `after` ms from `start`; answers its effects. */
  happens<T extends VisitEvent['type']>(after: number, type: T, fields: EventFields<T>): readonly Effect[] {
    const n = ++this.#count;
    const event = {
      type,
      at: start + after,
      siteId: 'site-1',
      visitorId: 'visitor-1',
      staff: this.staff,
      ids: { visit: `visit-${n}`, pageView: `view-${n}`, invitation: `invitation-${n}` },
      ...fields,
    } as unknown as VisitEvent;
    this.last = decide(this.visit, event, this.rules);
    this.visit = this.last.visit;
    this.effects.push(...this.last.effects);
    return this.last.effects;
  }

  /** A page view in tab `a`, connected to node-1, as of a new visitor who came directly. */
  views(after: number, path: string, fields: Partial<EventFields<'page.viewed'>> = {}): readonly Effect[] {
    const id = fields.tab ?? 'a';
    const n = (this.#reports[id] ?? 0) + 1;
    this.#reports[id] = n;
    return this.happens(after, 'page.viewed', {
      tab: id,
      n,
      nodeId: 'node-1',
      url: `https://shop.example${path}`,
      title: `Title of ${path}`,
      visible: true,
      source: direct,
      place,
      technology,
      spider: null,
      visitor: visitorFacts,
      ...fields,
    });
  }

  /** The types of all effects so far. */
  get types(): string[] {
    return this.effects.map(({ type }) => type);
  }

  /** The visit, which must be going on. */
  get open(): Visit {
    if (this.visit === null) throw new Error('no visit is going on');
    return this.visit;
  }
}
