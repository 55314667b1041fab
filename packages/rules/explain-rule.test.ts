import type { RuleState } from '@foyer/protocol/explanation';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Circumstances, explainRule } from './explain-rule.ts';
import { findAutoSends } from './find-auto-sends.ts';
import { findBlockers } from './find-blockers.ts';
import { findSuppression } from './invites.ts';
import {
  alert,
  autoInvite,
  invite,
  minute,
  place,
  prospectRule,
  rules,
  Story,
  staff,
  start,
  visit,
} from './test-fixtures.ts';
import type { Visit, VisitorFacts } from './visit.ts';

const now = (fields: Partial<Visit> = {}, visitor: Partial<VisitorFacts> = {}): Circumstances => ({
  visit: { ...visit, ...fields, visitor: { ...visit.visitor, ...visitor } },
  at: start,
  staff,
});
const over = (fields: Partial<Visit> = {}, visitor: Partial<VisitorFacts> = {}): Circumstances => ({
  ...now(fields, visitor),
  staff: null,
});
const condition = (variable: string, operator: string, value?: unknown) => ({
  all: [{ variable, operator, ...(value === undefined ? {} : { value }) }],
});

test('B-301 a rule that is not there has nothing to explain', () => {
  for (const kind of ['alert', 'prospectRule', 'invite'] as const)
    expect(explainRule(rules(), kind, 'x', now())).toBeNull();
});

describe('B-301 what has become of an alert', () => {
  const first = alert({ name: 'First', entryPages: ['*source=adwords'] });
  const second = alert({ name: 'Second' });
  const other = alert({ name: 'Other', entryPages: ['x'] });
  const later = alert({ name: 'Later' });
  const hosts = alert({ name: 'Hosts', addresses: ['*.acme.example'] });
  const off = alert({ name: 'Off', enabled: false });
  const trial = alert({ name: 'Trial', shadow: true });
  const set = rules({ alerts: [first, second, other, hosts, off, trial, later] });
  const byFirst = { alertId: first.id };
  const waiting = { alertWaitsUntil: start + 2000, place: { ...place, hostName: undefined } };

  test.each<[what: string, rule: { id: string }, seen: Circumstances, state: RuleState, note: RegExp | null]>([
    ['it took the visit', first, now(byFirst), 'fired', null],
    ['an earlier one took it', second, now(byFirst), 'taken', /“First” comes earlier/],
    ['in shadow it is taken by an earlier one as well', trial, now(byFirst), 'taken', /“First”/],
    ['its own criteria come first', other, now(byFirst), 'blocked', /“First” comes earlier/],
    ['a later one has the visit, so that only its criteria count', other, now({ alertId: later.id }), 'blocked', null],
    ['true now, but not when it was judged', second, now({ alertId: later.id }), 'late', /when a visit begins/],
    ['true now, and no alert took the visit', second, now(), 'late', /when a visit begins/],
    ['the one that took it is deleted', second, now({ alertId: 'gone' }), 'taken', /deleted since/],
    ['it waits for the host name', hosts, now(waiting), 'waiting', /DNS name/],
    ['others wait with it', second, now(waiting), 'waiting', /DNS name/],
    ['one whose criteria are not met waits for nothing', other, now(waiting), 'blocked', null],
    ['the host name did not come', hosts, now({ place: { ...place, hostName: null } }), 'unknown', null],
    ['switched off', off, now(byFirst), 'disabled', null],
    ['switched off since it took the visit', off, now({ alertId: off.id }), 'fired', null],
  ])('%s', (_what, { id }, seen, state, note) => {
    const explained = explainRule(set, 'alert', id, seen);
    expect(explained?.state).toBe(state);
    if (note === null) expect(explained?.note).toBeNull();
    else expect(explained?.note).toMatch(note);
  });

  test('whatever its state, the verdict and the parts are those of the criteria', () => {
    expect(explainRule(set, 'alert', off.id, now())).toMatchObject({ verdict: true, enabled: false, shadow: false });
    expect(explainRule(set, 'alert', trial.id, now())).toMatchObject({ verdict: true, enabled: true, shadow: true });
    expect(explainRule(set, 'alert', other.id, now())).toMatchObject({
      name: 'Other',
      verdict: false,
      explanation: { parts: [{ label: 'entryPages x', verdict: false, fact: visit.entryPage }] },
    });
  });
});

describe('B-301 what has become of a prospect rule', () => {
  const rule = (fields: Record<string, unknown>) => prospectRule({ name: 'Keen', minPages: 2, ...fields });
  const two = { pageCount: 2 };
  const id = 'r';
  const fired = { [id]: 1 };
  const types = { prospectTypes: { [id]: 'Keen' } };

  test.each<
    [what: string, fields: Record<string, unknown>, seen: Circumstances, state: RuleState, note: RegExp | null]
  >([
    ['not true yet', {}, now(), 'blocked', null],
    ['true, and will fire', {}, now(two), 'true', /next thing that the visitor does/],
    ['true by now, though the visit is over', {}, over(two), 'true', /has changed since/],
    ['fired, once per visitor', {}, now({ ...two, fired }, types), 'fired', /once per visitor/],
    ['fired in an earlier visit', {}, now({}, types), 'spent', /earlier visit/],
    ['fired in an earlier visit, and true again', {}, now(two, types), 'spent', /earlier visit/],
    [
      'fired, once per visit',
      { activation: 'oncePerVisit' },
      now({ ...two, fired }, types),
      'fired',
      /once per visit\./,
    ],
    ['fires in each visit', { activation: 'oncePerVisit' }, now({}, types), 'blocked', null],
    [
      'fires every time',
      { activation: 'everyTime' },
      now({ fired: { [id]: 3 } }),
      'fired',
      /3 times .* each page view/,
    ],
    [
      'in shadow: would have fired',
      { shadow: true },
      now({ fired: { [`shadow ${id}`]: 1 } }),
      'fired',
      /once per visitor/,
    ],
    [
      'in shadow: what fired live does not count',
      { shadow: true },
      now({ ...two, fired }, types),
      'true',
      /next thing/,
    ],
    ['in shadow: would have fired before', { shadow: true }, now({}, { shadowTypes: [id] }), 'spent', /earlier visit/],
    ['live: what came true in shadow does not count', {}, now(two, { shadowTypes: [id] }), 'true', /next thing/],
    ['unknown', { minPages: null, conditions: condition('visitor.lastWrapUp', 'equals', 'x') }, now(), 'unknown', null],
    ['switched off', { enabled: false }, now(two), 'disabled', null],
    ['switched off since it fired', { enabled: false }, now({ ...two, fired }, types), 'fired', /once per visitor/],
  ])('%s', (_what, fields, seen, state, note) => {
    const made = { ...rule(fields), id };
    const explained = explainRule(rules({ prospectRules: [made] }), 'prospectRule', id, seen);
    expect(explained?.state).toBe(state);
    if (note === null) expect(explained?.note).toBeNull();
    else expect(explained?.note).toMatch(note);
  });

  test('one more page view, and what was blocked has fired', () => {
    const made = rule({});
    const set = rules({ prospectRules: [made] });
    const story = new Story(set);
    const explained = () => explainRule(set, 'prospectRule', made.id, { visit: story.open, at: start + minute, staff });
    story.views(0, '/');
    expect(explained()).toMatchObject({ state: 'blocked', verdict: false });
    expect(findBlockers(explained()?.explanation ?? never)).toMatchObject([
      { condition: { label: 'minPages 2', fact: '1' } },
    ]);
    story.views(minute, '/b');
    expect(explained()).toMatchObject({ state: 'fired', verdict: true });
  });
});

const never = { label: 'all', verdict: true, fact: null, flipsAt: null, parts: [] } as const;

describe('B-301 what has become of an invite', () => {
  const hello = autoInvite('Hello', ['*']);
  const sent = { invited: { [hello.id]: { count: 2, pageViewId: 'view-0' } } };
  const busy = autoInvite('Off', ['*'], { enabled: false });
  const byHand = invite({ name: 'By hand' });
  const nowhere = autoInvite('Nowhere', []);
  const set = rules({ invites: [hello, busy, byHand, nowhere] });

  test.each<[what: string, one: { id: string }, seen: Circumstances, state: RuleState, note: RegExp | null]>([
    ['it would be sent', hello, now(), 'true', /next thing that the visitor does/],
    ['it was sent', hello, now(sent), 'fired', /^Sent 2 times in this visit/],
    [
      'it was sent in an earlier visit, which does not matter',
      hello,
      now({}, { invites: { [hello.id]: { sent: 1, shown: 1 } } }),
      'true',
      /next thing/,
    ],
    ['something holds it back', hello, { ...now(), staff: { ...staff, online: 0 } }, 'blocked', null],
    ['what staff there was is not known afterwards', hello, over(), 'unknown', null],
    ['switched off', busy, now(), 'disabled', null],
    ['it does not send itself', byHand, now(), 'blocked', /by hand/],
    ['it names no page', nowhere, now(), 'blocked', null],
  ])('%s', (_what, { id }, seen, state, note) => {
    const explained = explainRule(set, 'invite', id, seen);
    expect(explained?.state).toBe(state);
    if (note === null) expect(explained?.note).toBeNull();
    else expect(explained?.note).toMatch(note);
  });

  const count = fc.integer({ min: 0, max: 3 });
  /** The first in most cases: each thing that holds an invite back must leave some to be sent. */
  const mostly = <T>(first: T, ...others: T[]) =>
    fc.oneof({ weight: 5, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...others) });
  const seen = fc
    .record({
      path: fc.constantFrom('/', '/sales', '/support'),
      isOpen: mostly(true, false),
      invitedOn: mostly(null, 'view-0', 'view-1'),
      counts: fc.option(fc.record({ sent: count, shown: count })),
      declinedBefore: mostly(null, 0, 6, 7, 9),
      isBlocked: mostly(false, true),
      chat: mostly(null, 'pending' as const, 'active' as const),
      state: mostly(null, 'queued' as const, 'shown' as const, 'accepted' as const, 'timedOut' as const),
      online: mostly(2, 1, 0),
      inside: mostly(null, true, false),
      pages: fc.integer({ min: 1, max: 4 }),
    })
    .map((one): Circumstances & { staff: NonNullable<Circumstances['staff']> } => ({
      visit: {
        ...visit,
        page: { ...visit.page, url: `https://shop.example${one.path}` },
        pageCount: one.pages,
        tabs: one.isOpen ? visit.tabs : {},
        invited: one.invitedOn === null ? {} : { i: { count: 1, pageViewId: one.invitedOn } },
        chat: one.chat === null ? null : { id: 'c', state: one.chat },
        invitation:
          one.state === null ? null : { id: 'x', inviteId: 'i', source: 'autoSend', state: one.state, at: start },
        visitor: {
          ...visit.visitor,
          isBlocked: one.isBlocked,
          invites: one.counts === null ? {} : { i: one.counts },
          lastDeclinedAt: one.declinedBefore === null ? null : start - one.declinedBefore * 24 * 60 * minute,
        },
      },
      at: start,
      staff: { ...staff, online: one.online, insideOpeningHours: one.inside },
    }));

  test('its explanation is true exactly when the engine would send it', () => {
    let sends = 0;
    fc.assert(
      fc.property(
        seen,
        fc.constantFrom('oncePerVisitor', 'oncePerVisit', 'everyPage'),
        fc.constantFrom<string[]>(['*'], ['*'], ['sales'], []),
        fc.boolean(),
        mostly(true, false),
        (circumstances, frequency, pages, shadow, enabled) => {
          const autoSend = { enabled, pages, conditions: condition('visit.pages', '>=', 2) };
          const one = { ...invite({ name: 'Hello', frequency, shadow, autoSend }), id: 'i' };
          const set = rules({ invites: [one] });
          const moment = { ...circumstances, site: set.source };
          const held = findSuppression(one, 'autoSend', moment);
          const isSent = findAutoSends(set, moment, 'all').length === 1 && (held === null || held === 'shadow');
          expect(explainRule(set, 'invite', 'i', circumstances)?.verdict).toBe(isSent);
          if (isSent) sends++;
        },
      ),
      { numRuns: 3000 },
    );
    expect(sends).toBeGreaterThan(100);
  });
});

describe('B-301 when time alone changes the verdict', () => {
  const flipOf = (conditions: unknown, seen: Circumstances = now()) => {
    const rule = prospectRule({ name: 'Rule', conditions });
    const explained = explainRule(rules({ prospectRules: [rule] }), 'prospectRule', rule.id, seen);
    return explained?.flipsAt == null ? null : explained.flipsAt - start;
  };
  const minutes = { variable: 'visit.minutes', operator: '>=', value: 3 };
  const hour = (value: number) => ({ variable: 'time.hour', operator: '=', value });
  const hours = 60 * minute;

  test.each<[rule: string, conditions: unknown, seen: Circumstances, after: number | null]>([
    ['at the instant of its one condition', { all: [minutes] }, now(), 3 * minute],
    ['at the last of several that must all hold', { all: [minutes, hour(10)] }, now(), hours],
    ['at the first of several of which one will do', { any: [minutes, hour(10)] }, now(), 3 * minute],
    [
      'not while another condition stands in the way',
      { all: [minutes, condition('visit.pages', '>=', 9)] },
      now(),
      null,
    ],
    ['two that are never true at once', { all: [hour(10), hour(11)] }, now(), null],
    ['from true to false as well', { all: [hour(9)] }, now(), hours],
    [
      'hours that must come on the right day',
      { all: [hour(12), { variable: 'time.weekday', operator: 'isOneOf', value: ['monday'] }] },
      now(),
      27 * hours,
    ],
    ['never once the page is hidden', { all: [minutes] }, now({ tabs: {} }), null],
    ['never once the visit is over', { all: [minutes] }, over(), null],
  ])('%s', (_rule, conditions, seen, after) => expect(flipOf(conditions, seen)).toBe(after));

  test('of a visit that is over no condition flips', () => {
    const rule = prospectRule({ name: 'Rule', conditions: { all: [minutes, hour(10)] } });
    const explained = explainRule(rules({ prospectRules: [rule] }), 'prospectRule', rule.id, over());
    expect(explained?.explanation.parts[0]?.parts.map(({ flipsAt }) => flipsAt)).toEqual([null, null]);
    expect(explained?.explanation.flipsAt).toBeNull();
  });

  test('nor does it matter when a rule may not fire again', () => {
    const rule = { ...prospectRule({ name: 'Rule', minMinutes: 3 }), id: 'r' };
    const set = rules({ prospectRules: [rule] });
    expect(explainRule(set, 'prospectRule', 'r', now())?.flipsAt).toBe(start + 3 * minute);
    expect(explainRule(set, 'prospectRule', 'r', now({}, { prospectTypes: { r: 'Rule' } }))?.flipsAt).toBeNull();
  });
});

describe('B-301 of a visit that is over', () => {
  const verdictOf = (variable: string, operator: string, value?: unknown) => {
    const rule = prospectRule({ name: 'Rule', conditions: condition(variable, operator, value) });
    return explainRule(rules({ prospectRules: [rule] }), 'prospectRule', rule.id, over());
  };

  test.each([
    ['staff.online', '>=', 1, 'unknown'],
    ['staff.online', '<', 1, 'unknown'],
    ['staff.queueLength', '=', 0, 'unknown'],
    ['staff.online', 'isSet', undefined, true],
    ['time.insideOpeningHours', 'isTrue', undefined, 'unknown'],
    ['visit.pages', '>=', 1, true],
  ] as const)('%s %s %s: %s', (variable, operator, value, verdict) =>
    expect(verdictOf(variable, operator, value)?.verdict).toBe(verdict),
  );

  test('a group is judged anew', () => {
    expect(verdictOf('staff.online', '<', 1)?.explanation).toMatchObject({
      verdict: 'unknown',
      parts: [{ label: 'all', verdict: 'unknown', parts: [{ label: 'staff.online < 1', fact: 'not kept' }] }],
    });
  });
});
