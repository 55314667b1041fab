import { describe, expect, test } from 'vitest';
import type { Effect } from './effect.ts';
import {
  alert,
  autoInvite,
  invite,
  minute,
  nobody,
  rules,
  Story,
  second,
  staff,
  start,
  visitorFacts,
} from './test-fixtures.ts';
import type { VisitorFacts } from './visit.ts';

const day = 86_400_000;

/** Invites sent, and those held back with the reason, as `name` or `name: reason`. */
const outcomes = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => {
    if (effect.type === 'invite.sent') return [effect.inviteName];
    if (effect.type === 'invite.suppressed') return [`${effect.inviteName}: ${effect.reason}`];
    return effect.type === 'shadow.matched' ? [`${effect.name}: on trial`] : [];
  });

const invitationOf = (story: Story) => story.open.invitation?.id ?? '';
const decline = (story: Story, after: number) =>
  story.happens(after, 'invite.declined', { invitationId: invitationOf(story) });

describe('S-008 auto send: pages and conditions', () => {
  test.each<[rule: string, pages: string[], path: string, sent: boolean]>([
    ['no page: never', [], '/', false],
    ['* is every page', ['*'], '/a/b', true],
    ['a page of the list', ['a.htm', 'b.htm'], '/b.htm?x=1', true],
    ['a page by wildcard', ['a.htm', 'shop/*.*'], '/shop/b', true],
    ['another page', ['a.htm', 'shop/*'], '/c.htm', false],
  ])('%s', (_rule, pages, path, sent) => {
    const story = new Story(rules({ invites: [autoInvite('Hello', pages)] }));
    expect(outcomes(story.views(0, path))).toEqual(sent ? ['Hello'] : []);
  });

  test('switched off: never', () => {
    const off = invite({ name: 'Off', autoSend: { enabled: false, pages: ['*'], conditions: null } });
    expect(outcomes(new Story(rules({ invites: [off] })).views(0, '/'))).toEqual([]);
  });

  test('a disabled invite does not send itself', () => {
    const story = new Story(rules({ invites: [autoInvite('Hello', ['*'], { enabled: false })] }));
    expect(outcomes(story.views(0, '/'))).toEqual([]);
  });

  test('an unknown condition never fires', () => {
    const conditions = { none: [{ variable: 'visitor.lastRating', operator: '>', value: 0 }] };
    const story = new Story(rules({ invites: [autoInvite('Hello', ['*'], {}, conditions)] }));
    expect(outcomes(story.views(0, '/'))).toEqual([]);
  });

  test('the second page of the visit', () => {
    const conditions = { all: [{ variable: 'visit.pages', operator: '>=', value: 2 }] };
    const story = new Story(rules({ invites: [autoInvite('Hello', ['*'], {}, conditions)] }));
    expect([outcomes(story.views(0, '/')), outcomes(story.views(second, '/b'))]).toEqual([[], ['Hello']]);
  });

  test('a change of contact details is an evaluation point', () => {
    const conditions = { all: [{ variable: 'visitor.variable', name: 'plan', operator: 'equals', value: 'pro' }] };
    const story = new Story(rules({ invites: [autoInvite('Hello', ['*'], {}, conditions)] }));
    story.views(0, '/');
    expect(outcomes(story.happens(second, 'activity.seen', {}))).toEqual([]);
    expect(outcomes(story.happens(second, 'contact.changed', { variables: { plan: 'pro' } }))).toEqual(['Hello']);
  });
});

describe('S-008 auto send at the exact instant at which a timed condition becomes true', () => {
  const after30s = { all: [{ variable: 'page.seconds', operator: '>=', value: 30 }] };
  const timed = () => new Story(rules({ invites: [autoInvite('Wait', ['*'], {}, after30s)] }));

  test('the engine says when, and sends it then', () => {
    const story = timed();
    story.views(0, '/');
    expect(story.last.wakeAt).toBe(start + 30 * second);
    expect(outcomes(story.happens(29_999, 'clock', {}))).toEqual([]);
    expect(outcomes(story.happens(30_000, 'clock', {}))).toEqual(['Wait']);
  });

  test('time on a hidden page does not count', () => {
    const story = timed();
    story.views(0, '/');
    story.happens(10 * second, 'page.hidden', { tab: 'a' });
    expect(outcomes(story.happens(60 * second, 'clock', {}))).toEqual([]);
    story.happens(100 * second, 'page.visible', { tab: 'a' });
    expect(story.last.wakeAt).toBe(start + 120 * second);
    expect(outcomes(story.happens(120 * second, 'clock', {}))).toEqual(['Wait']);
  });

  test('each page begins anew', () => {
    const story = timed();
    story.views(0, '/');
    story.views(20 * second, '/b');
    expect(story.last.wakeAt).toBe(start + 50 * second);
  });

  test('whatever comes first after the instant sends it, if the clock is late', () => {
    const story = timed();
    story.views(0, '/');
    expect(outcomes(story.happens(31 * second, 'activity.seen', {}))).toEqual(['Wait']);
  });

  test('minutes this visit, over several pages', () => {
    const conditions = { all: [{ variable: 'visit.minutes', operator: '>=', value: 1 }] };
    const story = new Story(rules({ invites: [autoInvite('Minute', ['b*'], {}, conditions)] }));
    story.views(0, '/a');
    expect(story.last.wakeAt).toBe(start + 5 * minute); // idle: the rule is not for this page
    story.views(40 * second, '/b');
    expect(story.last.wakeAt).toBe(start + minute);
    expect(outcomes(story.happens(minute, 'clock', {}))).toEqual(['Minute']);
  });

  test('the local hour', () => {
    const conditions = { all: [{ variable: 'time.hour', operator: '=', value: 10 }] };
    const story = new Story(rules({ idleMs: 120 * minute, invites: [autoInvite('Ten', ['*'], {}, conditions)] }));
    story.views(0, '/');
    expect(story.last.wakeAt).toBe(start + 60 * minute);
    expect(outcomes(story.happens(60 * minute, 'clock', {}))).toEqual(['Ten']);
  });

  test('the page is closed: nothing is sent to nobody', () => {
    const conditions = { all: [{ variable: 'time.hour', operator: '=', value: 10 }] };
    const story = new Story(
      rules({ visitTimeoutMs: 240 * minute, invites: [autoInvite('Ten', ['*'], {}, conditions)] }),
    );
    story.views(0, '/');
    story.happens(minute, 'page.left', { tab: 'a' });
    expect(outcomes(story.happens(60 * minute, 'clock', {}))).toEqual([]);
  });
});

describe('S-009 guards', () => {
  const story = (facts: Partial<VisitorFacts> = {}, fields: Record<string, unknown> = {}) => {
    const s = new Story(rules({ invites: [autoInvite('Hello', ['*'], fields)] }));
    return { s, view: (after = 0) => outcomes(s.views(after, '/', { visitor: { ...visitorFacts, ...facts } })) };
  };

  test('nobody is Online', () => {
    const { s, view } = story();
    s.staff = nobody;
    expect(view()).toEqual(['Hello: nobodyOnline']);
  });

  test('somebody is Online, if without room', () => {
    const { s, view } = story();
    s.staff = { ...staff, online: 1, withRoom: 0 };
    expect(view()).toEqual(['Hello']);
  });

  test('outside opening hours', () => {
    const { s, view } = story();
    s.staff = { ...staff, insideOpeningHours: false };
    expect(view()).toEqual(['Hello: outsideOpeningHours']);
  });

  test('inside opening hours', () => {
    const { s, view } = story();
    s.staff = { ...staff, insideOpeningHours: true };
    expect(view()).toEqual(['Hello']);
  });

  test('the visitor is blocked', () => expect(story({ isBlocked: true }).view()).toEqual(['Hello: blocked']));

  test.each(['pending', 'active'] as const)('a chat is %s', (state) => {
    const s = new Story(rules({ invites: [autoInvite('Hello', ['b'])] }));
    s.views(0, '/a');
    s.happens(second, 'chat.changed', { chat: { id: 'chat-1', state } });
    expect(outcomes(s.views(2 * second, '/b'))).toEqual(['Hello: chatOpen']);
  });

  test('the chat is over', () => {
    const s = new Story(rules({ invites: [autoInvite('Hello', ['b'])] }));
    s.views(0, '/a');
    s.happens(second, 'chat.changed', { chat: { id: 'chat-1', state: 'active' } });
    s.happens(2 * second, 'chat.changed', { chat: null });
    expect(outcomes(s.views(3 * second, '/b'))).toEqual(['Hello']);
  });

  test.each(['queued', 'shown'] as const)('an invite is %s', (state) => {
    const s = new Story(rules({ invites: [autoInvite('First', ['a']), autoInvite('Second', ['b'])] }));
    s.views(0, '/a');
    if (state === 'shown') s.happens(second, 'invite.shown', { invitationId: invitationOf(s) });
    expect(outcomes(s.views(2 * second, '/b'))).toEqual(['Second: inviteOnScreen']);
  });

  test('the invite before was answered', () => {
    const s = new Story(rules({ invites: [autoInvite('First', ['a']), autoInvite('Second', ['b'])] }));
    s.views(0, '/a');
    s.happens(second, 'invite.timedOut', { invitationId: invitationOf(s) });
    expect(outcomes(s.views(2 * second, '/b'))).toEqual(['Second']);
  });

  test('a suppression is recorded once per visit and reason, not on every page', () => {
    const { s, view } = story();
    s.staff = nobody;
    expect([view(0), view(second)]).toEqual([['Hello: nobodyOnline'], []]);
    s.staff = { ...staff, insideOpeningHours: false };
    expect([view(2 * second), view(3 * second)]).toEqual([['Hello: outsideOpeningHours'], []]);
    s.staff = staff;
    expect(view(4 * second)).toEqual(['Hello']);
  });

  test('a rule that does not want to invite is not suppressed', () => {
    const s = new Story(rules({ invites: [autoInvite('Hello', ['b'])] }));
    s.staff = nobody;
    expect(outcomes(s.views(0, '/a'))).toEqual([]);
  });
});

describe('frequency', () => {
  const views = (frequency: string, visitor: Partial<VisitorFacts> = {}) => {
    const story = new Story(
      rules({
        invites: [{ ...autoInvite('Hello', ['*'], { frequency, limits: { showsPerVisitor: 100 } }), id: 'hello' }],
      }),
    );
    return [0, 1, 2].map((n) => {
      const sent = outcomes(story.views(n * minute, `/${n}`, { visitor: { ...visitorFacts, ...visitor } }));
      story.happens(n * minute + second, 'invite.shown', { invitationId: invitationOf(story) });
      story.happens(n * minute + 2 * second, 'invite.timedOut', { invitationId: invitationOf(story) });
      return sent.length;
    });
  };

  test.each<[rule: string, frequency: string, visitor: Partial<VisitorFacts>, sent: number[]]>([
    ['once per visit', 'oncePerVisit', {}, [1, 0, 0]],
    [
      'once per visit: earlier visits do not count',
      'oncePerVisit',
      { invites: { hello: { sent: 5, shown: 5 } } },
      [1, 0, 0],
    ],
    ['once per visitor', 'oncePerVisitor', {}, [1, 0, 0]],
    [
      'once per visitor: earlier visits count',
      'oncePerVisitor',
      { invites: { hello: { sent: 1, shown: 0 } } },
      [0, 0, 0],
    ],
    ['every page', 'everyPage', {}, [1, 1, 1]],
  ])('%s', (_rule, frequency, visitor, sent) => expect(views(frequency, visitor)).toEqual(sent));

  test('every page: once on one page, whatever happens there', () => {
    const story = new Story(rules({ invites: [autoInvite('Hello', ['*'], { frequency: 'everyPage' })] }));
    story.views(0, '/');
    story.happens(second, 'invite.timedOut', { invitationId: invitationOf(story) });
    expect(outcomes(story.happens(2 * second, 'contact.changed', { name: 'Ann' }))).toEqual([]);
  });

  test('what is held back by frequency alone is not recorded as suppressed', () => {
    const story = new Story(rules({ invites: [autoInvite('Hello', ['*'])] }));
    story.views(0, '/');
    decline(story, second);
    story.staff = nobody;
    expect(outcomes(story.views(2 * second, '/b'))).toEqual([]);
  });
});

describe('limits', () => {
  const trying = (visitor: Partial<VisitorFacts>, limits: Record<string, number> = {}) =>
    outcomes(
      new Story(rules({ invites: [{ ...autoInvite('Hello', ['*'], { limits }), id: 'hello' }] })).views(0, '/', {
        visitor: { ...visitorFacts, ...visitor },
      }),
    );

  test.each<[rule: string, visitor: Partial<VisitorFacts>, limits: Record<string, number>, expected: string[]]>([
    ['shown less often than the limit', { invites: { hello: { sent: 9, shown: 2 } } }, {}, ['Hello']],
    ['shown as often as the limit', { invites: { hello: { sent: 9, shown: 3 } } }, {}, ['Hello: showLimit']],
    ['shows of another invite do not count', { invites: { other: { sent: 9, shown: 9 } } }, {}, ['Hello']],
    ['no shows at all', {}, { showsPerVisitor: 0 }, ['Hello: showLimit']],
    ['declined just now', { lastDeclinedAt: start }, {}, ['Hello: quietAfterDecline']],
    [
      'declined a little less than 7 days ago',
      { lastDeclinedAt: start - 7 * day + 1 },
      {},
      ['Hello: quietAfterDecline'],
    ],
    ['declined 7 days ago', { lastDeclinedAt: start - 7 * day }, {}, ['Hello']],
    ['no quiet days', { lastDeclinedAt: start }, { quietDaysAfterDecline: 0 }, ['Hello']],
  ])('%s', (_rule, visitor, limits, expected) => expect(trying(visitor, limits)).toEqual(expected));

  test('a decline in this visit silences the others, too', () => {
    const story = new Story(rules({ invites: [autoInvite('First', ['a']), autoInvite('Second', ['b'])] }));
    story.views(0, '/a');
    decline(story, second);
    expect(story.open.visitor).toMatchObject({ invitesDeclined: 1, lastDeclinedAt: start + second });
    expect(outcomes(story.views(minute, '/b'))).toEqual(['Second: quietAfterDecline']);
  });
});

describe('precedence: one invite per event', () => {
  const first = autoInvite('First', ['*']);
  const other = autoInvite('Other', ['*']);
  const byAlert = invite({ name: 'By alert' });
  const anyone = (invite: string) => alert({ name: 'All visitors', actions: { invite } });

  test('auto send in order; the others are recorded as suppressed', () => {
    expect(outcomes(new Story(rules({ invites: [first, other] })).views(0, '/'))).toEqual([
      'First',
      'Other: anotherInviteFirst',
    ]);
  });

  test("the alert's before auto send", () => {
    const story = new Story(rules({ alerts: [anyone(byAlert.id)], invites: [first, byAlert] }));
    expect(outcomes(story.views(0, '/'))).toEqual(['By alert', 'First: anotherInviteFirst']);
  });

  test("an alert's invite that is held back leaves the place to the next", () => {
    const off = { ...byAlert, enabled: false };
    const story = new Story(rules({ alerts: [anyone(off.id)], invites: [first, off] }));
    expect(outcomes(story.views(0, '/'))).toEqual(['By alert: inviteDisabled', 'First']);
  });

  test('an alert may name its invite', () => {
    const story = new Story(rules({ alerts: [anyone('By alert')], invites: [byAlert] }));
    expect(outcomes(story.views(0, '/'))).toEqual(['By alert']);
  });

  test('an alert whose invite is gone', () => {
    const story = new Story(rules({ alerts: [anyone('gone')], invites: [] }));
    expect(outcomes(story.views(0, '/'))).toEqual(['gone: inviteMissing']);
  });

  test("an operator's own: guards hold, frequency and limits do not", () => {
    const story = new Story(rules({ invites: [byAlert] }));
    story.views(0, '/', {
      visitor: { ...visitorFacts, lastDeclinedAt: start, invites: { [byAlert.id]: { sent: 9, shown: 9 } } },
    });
    const ask = (after: number) =>
      outcomes(story.happens(after, 'invite.requested', { inviteId: byAlert.id, source: 'operator' }));
    expect(ask(second)).toEqual(['By alert']);
    expect(ask(2 * second)).toEqual(['By alert: inviteOnScreen']);
    decline(story, 3 * second);
    story.staff = nobody;
    expect(ask(4 * second)).toEqual(['By alert: nobodyOnline']);
  });
});

describe('B-305 invites on trial', () => {
  const trial = autoInvite('Trial', ['*'], { shadow: true });

  test("are recorded once per visit when they would have been sent, and take nobody's place", () => {
    const story = new Story(rules({ invites: [trial, autoInvite('Live', ['*'])] }));
    expect(outcomes(story.views(0, '/'))).toEqual(['Trial: on trial', 'Live']);
    decline(story, second);
    expect(outcomes(story.views(2 * second, '/b'))).toEqual([]);
  });

  test('are not recorded when a guard would have held them back', () => {
    const story = new Story(rules({ invites: [trial] }));
    story.staff = nobody;
    expect(outcomes(story.views(0, '/'))).toEqual([]);
  });

  test('are not sent by an alert either', () => {
    const alerts = [alert({ name: 'All visitors', actions: { invite: 'Trial' } })];
    const shadow = invite({ name: 'Trial', shadow: true });
    expect(outcomes(new Story(rules({ alerts, invites: [shadow] })).views(0, '/'))).toEqual(['Trial: shadow']);
  });
});

describe('S-001 life cycle of an invitation', () => {
  const hello = autoInvite('Hello', ['*']);
  const sent = () => {
    const story = new Story(rules({ invites: [hello] }));
    story.views(0, '/');
    return story;
  };
  const say = (
    story: Story,
    answer: 'shown' | 'accepted' | 'declined' | 'timedOut',
    after = second,
    invitationId = 'invitation-1',
  ) => {
    story.happens(after, `invite.${answer}`, { invitationId });
    return story.open.invitation?.state;
  };

  test('queued, then shown, then answered', () => {
    const story = sent();
    expect(story.open.invitation).toEqual({
      id: 'invitation-1',
      inviteId: hello.id,
      source: 'autoSend',
      state: 'queued',
      at: start,
    });
    expect([say(story, 'shown'), say(story, 'accepted')]).toEqual(['shown', 'accepted']);
    expect(story.open.visitor.invites).toEqual({ [hello.id]: { sent: 1, shown: 1 } });
    expect(story.types.slice(-2)).toEqual(['invite.shown', 'invite.accepted']);
  });

  test.each(['declined', 'timedOut'] as const)('%s is final', (answer) => {
    const story = sent();
    say(story, 'shown');
    expect([say(story, answer), say(story, 'accepted'), say(story, 'shown')]).toEqual([answer, answer, answer]);
    expect(story.types.filter((type) => type.startsWith('invite.'))).toEqual([
      'invite.sent',
      'invite.shown',
      `invite.${answer}`,
    ]);
  });

  test('an answer to another invitation changes nothing', () => {
    expect(say(sent(), 'declined', second, 'invitation-0')).toBe('queued');
  });

  test.each(['queued', 'shown'] as const)('S-009 %s: withdrawn when the last operator leaves', (state) => {
    const story = sent();
    if (state === 'shown') say(story, 'shown');
    story.staff = nobody;
    expect(story.happens(2 * second, 'staff.changed', {})).toEqual([
      { type: 'invite.withdrawn', invitationId: 'invitation-1', inviteId: hello.id },
    ]);
    expect(story.happens(3 * second, 'staff.changed', {})).toEqual([]);
  });

  test('one that nobody has seen does not use up its frequency', () => {
    const story = sent();
    story.staff = nobody;
    story.happens(second, 'staff.changed', {});
    story.staff = staff;
    expect(outcomes(story.views(2 * second, '/b'))).toEqual(['Hello']);
  });

  test('one that was seen does', () => {
    const story = sent();
    say(story, 'shown');
    story.staff = nobody;
    story.happens(2 * second, 'staff.changed', {});
    story.staff = staff;
    expect(outcomes(story.views(3 * second, '/b'))).toEqual([]);
  });

  test('operators without room are no reason to withdraw', () => {
    const story = sent();
    story.staff = { ...staff, online: 1, withRoom: 0 };
    expect(story.happens(second, 'staff.changed', {})).toEqual([]);
  });

  test('withdrawn when a chat opens', () => {
    const story = sent();
    story.happens(second, 'chat.changed', { chat: { id: 'chat-1', state: 'pending' } });
    expect(story.open.invitation?.state).toBe('withdrawn');
  });

  test('accepted stays accepted when its chat opens', () => {
    const story = sent();
    say(story, 'accepted');
    story.happens(2 * second, 'chat.changed', { chat: { id: 'chat-1', state: 'pending' } });
    expect(story.open).toMatchObject({ invitation: { state: 'accepted' }, chat: { id: 'chat-1', state: 'pending' } });
  });

  test('a click that is told after its chat opened still counts', () => {
    const story = sent();
    story.happens(second, 'chat.changed', { chat: { id: 'chat-1', state: 'pending' } });
    expect(say(story, 'accepted')).toBe('accepted');
  });

  test('the last page is left: one that was shown has had its time', () => {
    const story = sent();
    say(story, 'shown');
    story.happens(2 * second, 'page.left', { tab: 'a' });
    expect(story.open.invitation?.state).toBe('timedOut');
  });

  test('the last page is left: one that was still to be shown may be on the next', () => {
    const story = sent();
    story.happens(second, 'page.left', { tab: 'a' });
    expect(story.open.invitation?.state).toBe('withdrawn');
    expect(outcomes(story.views(2 * second, '/b', { tab: 'b' }))).toEqual(['Hello']);
  });

  test("the last page is left: an alert's waits for the next page", () => {
    const story = new Story(
      rules({ alerts: [alert({ name: 'x', actions: { invite: 'Hi' } })], invites: [invite({ name: 'Hi' })] }),
    );
    story.views(0, '/');
    story.happens(second, 'page.left', { tab: 'a' });
    expect(story.open.invitation?.state).toBe('queued');
  });

  test('another page of the visitor is open: the invite stays', () => {
    const story = sent();
    story.views(second, '/b', { tab: 'b' });
    story.happens(2 * second, 'page.left', { tab: 'a' });
    expect(story.open.invitation?.state).toBe('queued');
  });
});

describe('S-002 what a click asks for is known of the visit', () => {
  const click = { department: 'Sales', skill: null, survey: { topic: 'Delivery' } };
  test.each<[what: string, click: object, answer: 'invite.accepted' | 'invite.declined', wish: object | null]>([
    ['a click with department and answers', click, 'invite.accepted', click],
    ['a click that asks for nothing', { department: null, skill: null }, 'invite.accepted', null],
    ['no click: closed', click, 'invite.declined', null],
  ])('%s', (_what, asked, answer, wish) => {
    const story = new Story(rules({ invites: [autoInvite('Hello', ['*'], { click: asked })] }));
    story.views(0, '/');
    story.happens(second, 'invite.shown', { invitationId: invitationOf(story) });
    story.happens(second, answer, { invitationId: invitationOf(story) });
    expect(story.open.chatWish).toEqual(wish);
  });
});
