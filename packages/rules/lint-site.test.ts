import type { Expression } from '@foyer/protocol/condition';
import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import { describe, expect, test } from 'vitest';
import { type LintedSite, lintSite } from './lint-site.ts';
import { alert, invite, prospectRule } from './test-fixtures.ts';

const now = Date.UTC(2026, 2, 1, 12);

const help = invite({ name: 'Help' });
const adWords = alert({
  name: 'AdWords',
  entryPages: ['*source=adwords'],
  actions: { invite: help.id, webhook: true, emailVisitor: true },
});
const everyone = alert({ name: 'All visitors', builtIn: true });
const serious = prospectRule({
  name: 'Serious',
  minPages: 3,
  specificPages: ['sales.htm OR products.htm'],
  actions: { invite: help.id, email: true, sms: true },
});

/** A site without a fault. */
const clean: LintedSite = {
  alerts: [adWords, everyone],
  prospectRules: [serious],
  invites: [help],
  exclusions: {
    pages: ['admin/*'],
    addresses: ['192.168.0.0/16'],
    keywordsAndReferrers: ['spam.example'],
    countries: ['AQ'],
  },
  referringSites: [
    { name: 'Google', hosts: ['*.google.*'], phraseParameter: 'q' },
    { name: 'Bing', hosts: ['*.bing.com'], phraseParameter: 'q' },
  ],
  notifications: { emails: ['a@b.example'], phones: ['+441'], emailVisitors: true, webhookEvents: ['alert.matched'] },
  keepsFragments: false,
  hasOrganisations: true,
  now,
};

const withAlert = (fields: Record<string, unknown>): LintedSite => ({
  ...clean,
  alerts: [alert({ name: 'Planted', ...fields }), everyone],
});
const withRule = (fields: Record<string, unknown>): LintedSite => ({
  ...clean,
  prospectRules: [prospectRule({ name: 'Planted', minPages: 3, ...fields })],
});
const withConditions = (conditions: Expression, more: Record<string, unknown> = {}) =>
  withRule({ conditions, ...more });
const withInvite = (fields: Record<string, unknown>): LintedSite => ({
  ...clean,
  invites: [help, invite({ name: 'Planted', ...fields })],
});
const withExclusions = (lists: Partial<LintedSite['exclusions']>): LintedSite => ({
  ...clean,
  exclusions: { ...clean.exclusions, ...lists },
});
const pages = (operator: '>' | '<' | '=' | '>=' | '<=', value: number) =>
  ({ variable: 'visit.pages', operator, value }) as const;
const isGb = { variable: 'place.country', operator: 'equals', value: 'GB' } as const;
const copyOf = (rule: ProspectRule, fields: { name: string } & Partial<ProspectRule>) =>
  prospectRule({ ...rule, id: prospectRule({ name: 'id' }).id, ...fields });
const text = (
  operator: 'equals' | 'notEquals' | 'contains' | 'notContains' | 'startsWith' | 'endsWith',
  value: string,
  variable: 'place.city' | 'page.entry' = 'place.city',
) => ({ variable, operator, value }) as const;
const tags = (
  operator: 'includes' | 'includesAny' | 'includesAll' | 'countAtMost' | 'countAtLeast',
  value: string | string[] | number,
) => ({ variable: 'visitor.tags', operator, value }) as const;
const date = (operator: 'before' | 'after' | 'between' | 'isOneOf', value: string | [string, string]) =>
  ({ variable: 'time.date', operator, value }) as const;
const address = (operator: 'equals' | 'inNetwork', value: string) =>
  ({ variable: 'place.address', operator, value }) as const;

describe('B-303 planted faults, each the only one of its site', () => {
  test.each<[fault: string, site: LintedSite, code: string, path: string]>([
    // Contradictions
    [
      'more than five and fewer than three',
      withConditions({ all: [pages('>', 5), pages('<', 3)] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'no whole number between five and six',
      withConditions({ all: [pages('>', 5), pages('<', 6)] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'two different values at once',
      withConditions({ all: [text('equals', 'Leeds'), text('equals', 'York')] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'a value, and not in the list',
      withConditions({
        all: [text('equals', 'Leeds'), { variable: 'place.city', operator: 'isOneOf', value: ['York', 'Hull'] }],
      }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'two lists without a common value',
      withConditions({
        all: [
          { variable: 'place.country', operator: 'isOneOf', value: ['GB', 'IE'] },
          { variable: 'place.country', operator: 'isOneOf', value: ['France', 'DE'] },
        ],
      }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'a country by code and another by name',
      withConditions({ all: [isGb, { variable: 'place.country', operator: 'equals', value: 'France' }] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'set and not set',
      withConditions({
        all: [
          { variable: 'visitor.email', operator: 'isSet' },
          { variable: 'visitor.email', operator: 'isNotSet' },
        ],
      }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'not set and yet compared',
      withConditions({
        all: [
          { variable: 'visitor.name', operator: 'isNotSet' },
          { variable: 'visitor.name', operator: 'notEquals', value: 'Ann' },
        ],
      }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'true and false',
      withConditions({
        all: [
          { variable: 'visitor.isCustomer', operator: 'isTrue' },
          { variable: 'visitor.isCustomer', operator: 'isFalse' },
        ],
      }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'two beginnings',
      withConditions({ all: [text('startsWith', 'Le'), text('startsWith', 'Yo')] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'two ends',
      withConditions({ all: [text('endsWith', 'ds'), text('endsWith', 'rk')] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'begins with what it may not contain',
      withConditions({ all: [text('startsWith', 'Leeds'), text('notContains', 'eed')] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'is what it does not contain',
      withConditions({ all: [text('equals', 'Leeds'), text('notContains', 'EED')] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'enters on two pages',
      withConditions({ all: [text('equals', '/a.htm', 'page.entry'), text('equals', 'b.htm', 'page.entry')] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'two tags and at most one',
      withConditions({ all: [tags('includesAll', ['a', 'b']), tags('countAtMost', 1)] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'at least three and at most two tags',
      withConditions({ all: [tags('countAtLeast', 3), tags('countAtMost', 2)] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'two days at once',
      withConditions({
        all: [date('isOneOf', ['2026-05-01'] as unknown as [string, string]), date('after', '2026-05-01')],
      }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'a day of two weekdays',
      withConditions({
        all: [
          { variable: 'time.weekday', operator: 'isOneOf', value: ['monday'] },
          { variable: 'time.weekday', operator: 'isOneOf', value: ['tue', 'wed'] },
        ],
      }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'an address outside of its network',
      withConditions({ all: [address('equals', '10.0.0.1'), address('inNetwork', '192.168.0.0/16')] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'two networks apart',
      withConditions({ all: [address('inNetwork', '10.0.0.0/8'), address('inNetwork', '192.168.0.0/16')] }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'a new visitor on the third visit',
      withConditions({
        all: [
          { variable: 'visitor.isNew', operator: 'isTrue' },
          { variable: 'visitor.visitNumber', operator: '=', value: 3 },
        ],
      }),
      'contradicts',
      'conditions.all.1',
    ],
    [
      'wanted in all and in none',
      withConditions({ all: [isGb, { none: [isGb] }] }),
      'contradicts',
      'conditions.all.1.none.0',
    ],
    [
      'contradiction deep inside',
      withConditions({ any: [isGb, { all: [pages('=', 1), { any: [pages('>', 2), isGb] }] }] }),
      'contradicts',
      'conditions.any.1.all.1.any.0',
    ],
    // Can never hold
    ['fewer than one page', withConditions({ all: [pages('<', 1)] }), 'neverHolds', 'conditions.all.0'],
    ['half a page', withConditions({ all: [pages('=', 2.5)] }), 'neverHolds', 'conditions.all.0'],
    [
      'visit number zero',
      withConditions({ any: [isGb, { variable: 'visitor.visitNumber', operator: '<=', value: 0 }] }),
      'neverHolds',
      'conditions.any.1',
    ],
    [
      'a rating above five',
      withConditions({ all: [{ variable: 'visitor.lastRating', operator: '>', value: 5 }] }),
      'neverHolds',
      'conditions.all.0',
    ],
    [
      'scrolled beyond the end',
      withConditions({ all: [{ variable: 'page.scrollDepth', operator: '>', value: 100 }] }),
      'neverHolds',
      'conditions.all.0',
    ],
    [
      'negative minutes',
      withConditions({ all: [{ variable: 'visit.minutes', operator: '<', value: 0 }] }),
      'neverHolds',
      'conditions.all.0',
    ],
    [
      'exactly half a minute, compared in whole ones',
      withConditions({ all: [{ variable: 'visit.minutes', operator: '=', value: 0.5 }] }),
      'neverHolds',
      'conditions.all.0',
    ],
    ['days that are over', withConditions({ all: [date('before', '2026-01-01')] }), 'over', 'conditions.all.0'],
    [
      'a sale that is over',
      withConditions({ any: [isGb, date('between', ['2025-11-01', '2025-11-30'])] }),
      'over',
      'conditions.any.1',
    ],
    [
      'a number that is never missing',
      withConditions({ all: [{ variable: 'visit.pages', operator: 'isNotSet' }] }),
      'neverHolds',
      'conditions.all.0',
    ],
    // Always holds
    ['at least one page', withConditions({ all: [pages('>=', 1), isGb] }), 'alwaysHolds', 'conditions.all.0'],
    [
      'customer or not',
      withConditions({
        all: [
          isGb,
          {
            any: [
              { variable: 'visitor.isCustomer', operator: 'isTrue' },
              { variable: 'visitor.isCustomer', operator: 'isFalse' },
            ],
          },
        ],
      }),
      'alwaysHolds',
      'conditions.all.1',
    ],
    ['an empty group in any', withConditions({ any: [isGb, { all: [] }] }), 'alwaysHolds', 'conditions.any.1'],
    [
      'within the last days, which today always is',
      withConditions({ all: [isGb, { variable: 'time.date', operator: 'withinLastDays', value: 3 }] }),
      'alwaysHolds',
      'conditions.all.1',
    ],
    ['the same condition twice', withConditions({ all: [isGb, pages('>', 2), isGb] }), 'repeats', 'conditions.all.2'],
    // Against the rule itself
    [
      'new visitors only, from the second visit on',
      withConditions({ all: [{ variable: 'visitor.isNew', operator: 'isTrue' }] }, { startAfterVisits: 2 }),
      'outsideRule',
      'conditions.all.0',
    ],
    [
      'five pages asked for, fewer than three wanted',
      withConditions({ all: [{ variable: 'visitor.pages', operator: '<', value: 3 }] }, { minPages: 5 }),
      'outsideRule',
      'conditions.all.0',
    ],
    [
      'an alert that asks for a second page',
      withAlert({ conditions: { all: [pages('>', 1)] } }),
      'outsideRule',
      'conditions.all.0',
    ],
    [
      'an alert that asks for the alert',
      withAlert({ conditions: { all: [{ variable: 'source.alert', operator: 'equals', value: 'All visitors' }] } }),
      'outsideRule',
      'conditions.all.0',
    ],
    [
      'an alert on visitors of site X of a list without X',
      withAlert({
        conditions: { all: [{ variable: 'source.referringSite', operator: 'equals', value: 'Altavista' }] },
      }),
      'unknownName',
      'conditions.all.0',
    ],
    // Lists of alerts, documents that are gone
    ['an alert behind All visitors', { ...clean, alerts: [everyone, adWords] }, 'unreachable', ''],
    [
      'an alert behind one that takes all of its visits',
      { ...clean, alerts: [adWords, alert({ name: 'Planted', entryPages: ['spring?source=adwords'] }), everyone] },
      'unreachable',
      '',
    ],
    [
      'an engine that is not in the list',
      withAlert({ searchEngines: ['Google', 'Altavista'] }),
      'unknownEngine',
      'searchEngines.1',
    ],
    [
      'own organisation without a database',
      { ...withAlert({ ownOrganisation: true }), hasOrganisations: false },
      'noOrganisations',
      'ownOrganisation',
    ],
    [
      'an invite that is gone',
      withAlert({ entryPages: ['a'], actions: { invite: 'nothing' } }),
      'noInvite',
      'actions.invite',
    ],
    [
      'an invite that is switched off',
      { ...withRule({ actions: { invite: 'Off' } }), invites: [help, invite({ name: 'Off', enabled: false })] },
      'inviteDisabled',
      'actions.invite',
    ],
    [
      'an invite in shadow',
      { ...withRule({ actions: { invite: 'Dark' } }), invites: [help, invite({ name: 'Dark', shadow: true })] },
      'inviteInShadow',
      'actions.invite',
    ],
    [
      'mail to visitors that the site does not send',
      {
        ...withAlert({ entryPages: ['a'], actions: { emailVisitor: true } }),
        notifications: { ...clean.notifications, emailVisitors: false },
      },
      'noVisitorMail',
      'actions.emailVisitor',
    ],
    [
      'mail to nobody',
      { ...withRule({ actions: { email: true } }), notifications: { ...clean.notifications, emails: [] } },
      'noRecipients',
      'actions.email',
    ],
    [
      'SMS to nobody',
      { ...withRule({ actions: { sms: true } }), notifications: { ...clean.notifications, phones: [] } },
      'noPhones',
      'actions.sms',
    ],
    [
      'a webhook that goes nowhere',
      {
        ...withAlert({ entryPages: ['a'], actions: { webhook: true } }),
        notifications: { ...clean.notifications, webhookEvents: [] },
      },
      'noWebhook',
      'actions.webhook',
    ],
    ['a rule that asks for nothing', withRule({ minPages: null }), 'everybody', ''],
    [
      'a rule twice under two names',
      { ...clean, prospectRules: [serious, copyOf(serious, { name: 'Planted' })] },
      'sameCriteria',
      '',
    ],
    // Excluded
    [
      'an entry page that is excluded',
      withAlert({ entryPages: ['sale.htm', 'admin/users.htm'] }),
      'excluded',
      'entryPages.1',
    ],
    [
      'specific pages that are excluded',
      withRule({ specificPages: ['a.htm', 'admin/a.htm OR admin/b/*'] }),
      'excluded',
      'specificPages.1',
    ],
    ['an address that is excluded', withAlert({ addresses: ['192.168.3.0/24'] }), 'excluded', 'addresses.0'],
    [
      'a country that is excluded',
      withConditions({ all: [{ variable: 'place.country', operator: 'equals', value: 'Antarctica' }] }),
      'excluded',
      'conditions.all.0',
    ],
    [
      'auto send on excluded pages',
      withInvite({ autoSend: { enabled: true, pages: ['admin/*'] } }),
      'excluded',
      'autoSend.pages.0',
    ],
    ['auto send on no page', withInvite({ autoSend: { enabled: true, pages: [] } }), 'nowhere', 'autoSend.pages'],
    ['shown at most never', withInvite({ limits: { showsPerVisitor: 0 } }), 'neverShown', 'limits.showsPerVisitor'],
    [
      'gone before it has arrived',
      withInvite({ displaySeconds: 0.5, animation: { kind: 'slide', durationMs: 600 } }),
      'goneBeforeThere',
      'displaySeconds',
    ],
    ['every address excluded', withExclusions({ addresses: ['0.0.0.0/0'] }), 'everything', 'addresses.0'],
    ['an entry that another covers', withExclusions({ pages: ['admin/*', 'admin/users.htm'] }), 'covered', 'pages.1'],
    ['a country twice', withExclusions({ countries: ['AQ', 'France', 'FR'] }), 'covered', 'countries.2'],
  ])('%s', (_fault, site, code, path) => {
    const found = lintSite(site);
    expect(found.map((one) => [one.code, one.path])).toEqual([[code, path]]);
  });
});

describe('B-303 clean sets', () => {
  test.each<[set: string, site: LintedSite]>([
    ['as it is', clean],
    [
      'nothing at all',
      {
        ...clean,
        alerts: [everyone],
        prospectRules: [],
        invites: [],
        exclusions: { pages: [], addresses: [], keywordsAndReferrers: [], countries: [] },
      },
    ],
    ['more than five and fewer than seven', withConditions({ all: [pages('>', 5), pages('<', 7)] })],
    ['ends that touch', withConditions({ all: [pages('>=', 5), pages('<=', 5)] })],
    [
      'fractions between whole numbers, of minutes',
      withConditions({
        all: [
          { variable: 'visit.minutes', operator: '>', value: 5 },
          { variable: 'visit.minutes', operator: '<', value: 6 },
        ],
      }),
    ],
    ['either or', withConditions({ any: [pages('>', 5), pages('<', 3)] })],
    [
      'one of two cities, not the one',
      withConditions({
        all: [{ variable: 'place.city', operator: 'isOneOf', value: ['Leeds', 'York'] }, text('notEquals', 'York')],
      }),
    ],
    [
      'beginnings that begin with each other',
      withConditions({ all: [text('startsWith', 'Le'), text('startsWith', 'Lee')] }),
    ],
    ['contains both', withConditions({ all: [text('contains', 'a'), text('contains', 'b')] })],
    ['begins here and ends there', withConditions({ all: [text('startsWith', 'Le'), text('endsWith', 'ds')] })],
    [
      'two pages of the visit',
      withConditions({
        all: [
          { variable: 'page.anyThisVisit', operator: 'equals', value: 'a.htm' },
          { variable: 'page.anyThisVisit', operator: 'equals', value: 'b.htm' },
        ],
      }),
    ],
    [
      'the same page with and without its host',
      withConditions({
        all: [text('equals', 'https://shop.example/a.htm', 'page.entry'), text('equals', '/a.htm', 'page.entry')],
      }),
    ],
    [
      'variables of different names',
      withConditions({
        all: [
          { variable: 'visitor.variable', name: 'plan', operator: 'equals', value: 'pro' },
          { variable: 'visitor.variable', name: 'size', operator: 'equals', value: 'L' },
        ],
      }),
    ],
    [
      'known to be or not: organisations can be unknown',
      withConditions({
        any: [
          { variable: 'place.ownOrganisation', operator: 'isTrue' },
          { variable: 'place.ownOrganisation', operator: 'isFalse' },
        ],
      }),
    ],
    [
      'set, or one that is not',
      withConditions({
        any: [
          { variable: 'visitor.email', operator: 'isSet' },
          { variable: 'visitor.phone', operator: 'isNotSet' },
        ],
      }),
    ],
    ['a tag and at most one', withConditions({ all: [tags('includesAll', ['a']), tags('countAtMost', 1)] })],
    [
      'any of these, none of those',
      withConditions({ all: [tags('includesAny', ['a', 'b']), { none: [tags('includes', 'b')] }] }),
    ],
    ['days to come', withConditions({ all: [date('after', '2026-03-31'), date('before', '2026-05-01')] })],
    ['until today', withConditions({ all: [date('between', ['2026-02-01', '2026-03-01'])] })],
    [
      'weekends',
      withConditions({
        all: [
          { variable: 'time.weekday', operator: 'isOneOf', value: ['sat', 'sunday'] },
          { variable: 'time.hour', operator: '>=', value: 23 },
        ],
      }),
    ],
    [
      'a network in a network',
      withConditions({ all: [address('inNetwork', '10.0.0.0/8'), address('inNetwork', '10.1.0.0/16')] }),
    ],
    [
      'returning on the third visit',
      withConditions(
        {
          all: [
            { variable: 'visitor.isNew', operator: 'isFalse' },
            { variable: 'visitor.visitNumber', operator: '>=', value: 3 },
          ],
        },
        { startAfterVisits: 2 },
      ),
    ],
    [
      'none of one, another',
      withConditions({ all: [isGb, { none: [{ variable: 'visitor.isCustomer', operator: 'isTrue' }] }] }),
    ],
    [
      'five pages or three minutes, fewer than five pages wanted',
      withConditions({ all: [{ variable: 'visitor.pages', operator: '<', value: 5 }] }, { minPages: 5, minMinutes: 3 }),
    ],
    [
      'regular expressions are not reasoned about',
      withConditions({
        all: [
          { variable: 'place.city', operator: 'matchesExpression', value: '^L' },
          { variable: 'place.city', operator: 'matchesExpression', value: '^Y' },
        ],
      }),
    ],
    [
      'an alert on returning visitors',
      withAlert({ conditions: { all: [{ variable: 'visitor.visitNumber', operator: '>', value: 1 }, pages('=', 1)] } }),
    ],
    [
      'an alert by host name waits: pages may have come',
      withAlert({ addresses: ['*.acme.example'], conditions: { all: [pages('<=', 3)] } }),
    ],
    [
      'overlapping pages, neither takes all',
      { ...clean, alerts: [adWords, alert({ name: 'Spring', entryPages: ['spring*'] }), everyone] },
    ],
    [
      'the narrow one first',
      { ...clean, alerts: [alert({ name: 'Spring', entryPages: ['spring?source=adwords'] }), adWords, everyone] },
    ],
    [
      'a candidate in shadow beside the live rule',
      { ...clean, prospectRules: [serious, copyOf(serious, { name: 'Next', shadow: true })] },
    ],
    [
      'the same pages, another threshold',
      { ...clean, prospectRules: [serious, copyOf(serious, { name: 'More', minPages: 9 })] },
    ],
    [
      'a disabled alert before all others',
      {
        ...clean,
        alerts: [{ ...everyone, id: alert({ name: 'x' }).id, name: 'Off', enabled: false }, adWords, everyone],
      },
    ],
    ['one alternative that is not excluded', withRule({ specificPages: ['admin/a.htm OR a.htm'] })],
    ['a pattern that reaches further than the exclusion', withAlert({ entryPages: ['adm*'] })],
    [
      'a country beside excluded ones',
      withConditions({ all: [{ variable: 'place.country', operator: 'isOneOf', value: ['AQ', 'GB'] }] }),
    ],
    ['an invite sent by hand alone', withInvite({ autoSend: { enabled: false, pages: ['admin/*'] } })],
    [
      'an invite that stays long enough',
      withInvite({ displaySeconds: 5, animation: { kind: 'slide', durationMs: 600 } }),
    ],
    [
      'exclusions side by side',
      withExclusions({
        pages: ['admin/*', 'adm*.htm'],
        addresses: ['10.0.0.0/9', '10.128.0.0/9'],
        countries: ['AQ', 'FR'],
      }),
    ],
  ])('%s', (_set, site) => {
    expect(lintSite(site).map(({ ruleName, code, path }) => `${ruleName}: ${code} ${path}`)).toEqual([]);
  });
});
