import { describe, expect, test } from 'vitest';
import type { Effect } from './effect.ts';
import { assignGroup, groupsOf, type RunningExperiment } from './experiment.ts';
import { explainableInvite } from './explain-rule-invite.ts';
import {
  alert,
  autoInvite,
  invite,
  minute,
  nobody,
  rules,
  Story,
  staff,
  start,
  visitorFacts,
} from './test-fixtures.ts';

const day = 86_400_000;

test('B-307 10,000 visitors are shared out as planned, whatever their ids look like', () => {
  const experiment = {
    runId: '0190a000-0000-7000-8000-000000000001',
    inviteId: 'a',
    holdOutPercent: 10,
    variants: [
      { inviteId: 'b', percent: 30 },
      { inviteId: 'c', percent: 1 },
    ],
  };
  for (const idOf of [(n: number) => String(n), (n: number) => `customer-${n}@shop.example`]) {
    const counts: Record<string, number> = {};
    for (let n = 0; n < 10_000; n += 1) {
      const group = assignGroup(experiment, idOf(n));
      counts[group] = (counts[group] ?? 0) + 1;
    }
    for (const { group, share } of groupsOf(experiment)) {
      // Five standard deviations of a fair draw.
      const spread = 5 * Math.sqrt(10_000 * share * (1 - share));
      expect(Math.abs((counts[group] ?? 0) - 10_000 * share), group).toBeLessThan(spread);
    }
  }
});

test('B-307 another run shares the same visitors out anew', () => {
  const halves = (runId: string): RunningExperiment => ({ runId, inviteId: 'a', holdOutPercent: 50, variants: [] });
  const same = Array.from({ length: 4000 }, (_, n) => String(n)).filter(
    (id) => assignGroup(halves('run-1'), id) === assignGroup(halves('run-2'), id),
  );
  expect(Math.abs(same.length - 2000)).toBeLessThan(160);
});

/** Half of the visitors are held out, 25 % see the look of the other one. The run is one in which the visitor is of `group`. */
function experimentOn(inviteId: string, variantId: string, group: string): RunningExperiment {
  for (let run = 0; ; run += 1) {
    const experiment = {
      runId: `run-${run}`,
      inviteId,
      holdOutPercent: 50,
      variants: [{ inviteId: variantId, percent: 25 }],
    };
    if (assignGroup(experiment, 'visitor-1') === group) return experiment;
  }
}

const told = (effects: readonly Effect[]): string[] =>
  effects.flatMap((effect) => {
    if (effect.type === 'invite.sent')
      return [effect.variantId === undefined ? effect.inviteName : `${effect.inviteName} as ${effect.variantId}`];
    if (effect.type === 'invite.suppressed') return [`${effect.inviteName}: ${effect.reason}`];
    return effect.type === 'experiment.exposed' ? [`exposed: ${effect.group}`] : [];
  });

const look = invite({ name: 'Look', enabled: false });
function tell(group: string, fields: Record<string, unknown> = {}, more: Parameters<typeof rules>[0] = {}): Story {
  const hello = autoInvite('Hello', ['*'], fields);
  return new Story(
    rules({
      invites: [hello, look, ...(more.invites ?? [])],
      experiments: [experimentOn(hello.id, look.id, group === 'variant' ? look.id : group)],
    }),
  );
}

describe('B-307 an invite that is about to be sent', () => {
  test.each<[group: string, told: string[]]>([
    ['holdOut', ['exposed: holdOut', 'Hello: holdOut']],
    ['invite', ['exposed: invite', 'Hello']],
    ['variant', [`exposed: ${look.id}`, `Hello as ${look.id}`]],
  ])('to a visitor of the group %s', (group, expected) => {
    const story = tell(group);
    expect(told(story.views(0, '/'))).toEqual(expected);
    expect(story.open.invitation).toEqual(
      group === 'holdOut'
        ? null
        : expect.objectContaining(group === 'variant' ? { variantId: look.id } : { state: 'queued' }),
    );
  });

  test('without an experiment on it, is sent as ever', () => {
    const [hello, other] = [autoInvite('Hello', ['*']), invite({ name: 'Other' })];
    const plain = new Story(rules({ invites: [hello, look, other] }));
    const elsewhere = new Story(
      rules({ invites: [hello, look, other], experiments: [experimentOn(other.id, look.id, 'holdOut')] }),
    );
    expect(elsewhere.views(0, '/')).toEqual(plain.views(0, '/'));
    expect(elsewhere.visit).toEqual(plain.visit);
  });

  test('but is held back for another reason, exposes nobody', () => {
    const story = tell('holdOut');
    story.staff = nobody;
    expect(told(story.views(0, '/'))).toEqual(['Hello: nobodyOnline']);
  });

  test('by an operator, is never held out nor shown otherwise', () => {
    const story = tell('holdOut', { autoSend: { enabled: false, pages: [] } });
    story.views(0, '/');
    const inviteId = story.rules.findInvite('Hello')?.invite.id ?? '';
    expect(told(story.happens(1000, 'invite.requested', { inviteId, source: 'operator' }))).toEqual(['Hello']);
  });

  test('by an alert, is part of it, too; and what comes after it on the same event stays back', () => {
    const hello = invite({ name: 'Hello' });
    const later = autoInvite('Later', ['*']);
    const story = new Story(
      rules({
        invites: [hello, look, later],
        alerts: [alert({ name: 'All', actions: { invite: hello.id } })],
        experiments: [experimentOn(hello.id, look.id, 'holdOut')],
      }),
    );
    expect(told(story.views(0, '/'))).toEqual(['exposed: holdOut', 'Hello: holdOut', 'Later: anotherInviteFirst']);
  });
});

describe('B-307 what was held out counts as sent and shown', () => {
  test('for the frequency: once per visit is once per visit', () => {
    const story = tell('holdOut');
    story.views(0, '/');
    expect(told(story.views(minute, '/next'))).toEqual([]);
  });

  test('once per visitor is once per visitor, in the next visit too', () => {
    const story = tell('holdOut', { frequency: 'oncePerVisitor' });
    story.views(0, '/');
    const { invites } = story.open.visitor;
    expect(told(story.views(day, '/', { visitor: { ...visitorFacts, invites } }))).toEqual([]);
  });

  test('for the show limit', () => {
    const story = tell('holdOut', { frequency: 'everyPage', limits: { showsPerVisitor: 2, quietDaysAfterDecline: 0 } });
    story.views(0, '/1');
    story.views(minute, '/2');
    expect(told(story.effects)).toEqual(['exposed: holdOut', 'Hello: holdOut', 'exposed: holdOut', 'Hello: holdOut']);
    expect(told(story.views(2 * minute, '/3'))).toEqual(['Hello: showLimit']);
  });
});

test('B-307 the click of a variant asks for what the invite itself asks for', () => {
  const hello = autoInvite('Hello', ['*'], { click: { department: 'Sales', skill: null } });
  const other = invite({ name: 'Look', click: { department: 'Service', skill: null } });
  const story = new Story(
    rules({ invites: [hello, other], experiments: [experimentOn(hello.id, other.id, other.id)] }),
  );
  story.views(0, '/');
  story.happens(1000, 'invite.accepted', { invitationId: story.open.invitation?.id ?? '' });
  expect(story.open.chatWish?.department).toBe('Sales');
});

test('B-301 why: a visitor who was held out is told to be so, and not that the invite was sent', () => {
  const story = tell('holdOut');
  story.views(0, '/');
  const moment = { visit: story.open, at: start, staff, site: story.rules.source };
  const invite = story.rules.findInvite('Hello')?.invite.id ?? '';
  const explained = explainableInvite(story.rules, invite);
  expect(explained?.outcome(false, moment, false)).toEqual({
    state: 'blocked',
    note: 'An experiment holds this visitor out: nothing was sent.',
  });
});
