import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from './decide.ts';
import {
  autoInvite,
  direct,
  excluding,
  google,
  minute,
  rules,
  Story,
  second,
  site,
  start,
  visitorFacts,
} from './test-fixtures.ts';
import { visibleMsAt } from './visible-time.ts';
import { hasOpened, visitState } from './visit-state.ts';

const timeout = site.visitTimeoutMs;
const started = () => {
  const story = new Story(rules());
  story.views(0, '/', { source: google });
  return story;
};
/** A page that only sends beacons. */
const beacons = () => {
  const story = new Story(rules());
  story.views(0, '/', { nodeId: null });
  return story;
};
const stateAt = (story: Story, after: number) => visitState(story.open, start + after, site.idleMs);
const visibleAt = (story: Story, after: number) => visibleMsAt(story.open, start + after, timeout);

describe('a visit opens with its first hit', () => {
  test('in the order of section 1', () => {
    expect(started().effects).toEqual([
      { type: 'visit.opened', visitId: 'visit-1' },
      { type: 'page.recorded', pageViewId: 'view-1', url: 'https://shop.example/', title: 'Title of /' },
    ]);
  });

  test('with what is known', () => {
    expect(started().open).toMatchObject({
      id: 'visit-1',
      siteId: 'site-1',
      visitorId: 'visitor-1',
      visitNumber: 1,
      startedAt: start,
      entryPage: 'https://shop.example/',
      source: google,
      pageCount: 1,
      pages: ['https://shop.example/'],
      visitor: { firstVisitAt: start, firstReferrer: 'www.google.com' },
    });
  });

  test('the first referrer of a direct entry is `direct`, and an earlier one is frozen', () => {
    const story = new Story(rules());
    story.views(0, '/');
    expect(story.open.visitor.firstReferrer).toBe('direct');
    const again = new Story(rules());
    again.views(0, '/', {
      source: google,
      visitor: { ...visitorFacts, earlierVisits: 4, firstReferrer: 'a.example', firstVisitAt: 7 },
    });
    expect(again.open).toMatchObject({ visitNumber: 5, visitor: { firstReferrer: 'a.example', firstVisitAt: 7 } });
  });

  test.each(['page.hidden', 'page.left'] as const)('%s opens none', (type) => {
    const story = new Story(rules());
    expect(story.happens(0, type, { tab: 'a' })).toEqual([]);
    expect(story.last).toEqual({ visit: null, effects: [], wakeAt: null });
  });
});

describe('a visit continues while hits or open connections come within the time-out', () => {
  const leaveAt = (after: number) => {
    const story = started();
    story.happens(after, 'page.left', { tab: 'a' });
    return story;
  };

  test('a hit at the time-out itself is of the same visit', () => {
    const story = leaveAt(minute);
    expect(story.views(31 * minute, '/b', { tab: 'b' }).map(({ type }) => type)).toEqual(['page.recorded']);
  });

  test('a hit after it opens the next visit', () => {
    const story = leaveAt(minute);
    expect(story.views(31 * minute + 1, '/b', { tab: 'b', source: direct })).toEqual([
      { type: 'visit.ended', visitId: 'visit-1', at: start + minute, pageCount: 1, visibleMs: minute },
      { type: 'visit.opened', visitId: 'visit-3' },
      expect.objectContaining({ type: 'page.recorded' }),
    ]);
    expect(story.open).toMatchObject({
      visitNumber: 2,
      source: direct,
      pageCount: 1,
      visibleMs: 0,
      entryPage: 'https://shop.example/b',
    });
  });

  test("the next visit takes the visitor's facts of its hit", () => {
    const story = leaveAt(minute);
    story.views(60 * minute, '/b', {
      tab: 'b',
      visitor: { ...visitorFacts, earlierVisits: 1, earlierPages: 8, chats: 3 },
    });
    expect(story.open).toMatchObject({ visitNumber: 2, visitor: { earlierVisits: 1, earlierPages: 8, chats: 3 } });
  });

  test('it ends by the clock, at its last sign of life', () => {
    const story = leaveAt(minute);
    story.happens(2 * minute, 'clock', {});
    expect(story.last.wakeAt).toBe(start + 5 * minute); // would be idle
    story.happens(5 * minute, 'clock', {});
    expect(story.last.wakeAt).toBe(start + 31 * minute + 1);
    expect(story.happens(31 * minute, 'clock', {})).toEqual([]);
    expect(story.happens(31 * minute + 1, 'clock', {})).toEqual([
      expect.objectContaining({ type: 'visit.ended', at: start + minute }),
    ]);
    expect(story.last).toMatchObject({ visit: null, wakeAt: null });
  });

  test('an open connection keeps it going for hours', () => {
    const story = started();
    expect(story.happens(5 * 60 * minute, 'clock', {})).toEqual([]);
    expect(story.views(6 * 60 * minute, '/b').map(({ type }) => type)).toEqual(['page.timed', 'page.recorded']);
  });

  test("the time-out is the site's", () => {
    const story = new Story(rules({ visitTimeoutMs: minute }));
    story.views(0, '/', { nodeId: null });
    expect(story.views(minute + 1, '/b', { nodeId: null }).map(({ type }) => type)).toContain('visit.ended');
  });

  test('a new tab joins the open visit', () => {
    const story = started();
    story.views(second, '/b', { tab: 'b' });
    expect(story.open).toMatchObject({ visitNumber: 1, pageCount: 2, page: { url: 'https://shop.example/b' } });
    expect(Object.keys(story.open.tabs)).toEqual(['a', 'b']);
  });

  test('activity is a sign of life', () => {
    const story = beacons();
    story.happens(20 * minute, 'activity.seen', {});
    expect(story.views(50 * minute, '/b', { nodeId: null }).map(({ type }) => type)).not.toContain('visit.ended');
  });

  test('of a page with beacons only, time is cut at the time-out', () => {
    const story = beacons();
    expect(story.views(90 * minute, '/b', { nodeId: null }).slice(0, 2)).toEqual([
      { type: 'page.timed', pageViewId: 'view-1', visibleMs: timeout },
      { type: 'visit.ended', visitId: 'visit-1', at: start, pageCount: 1, visibleMs: timeout },
    ]);
  });

  test('an unanswered invite ends with its visit', () => {
    const story = new Story(rules({ invites: [autoInvite('Hello', ['*'])] }));
    story.views(0, '/', { nodeId: null });
    story.happens(second, 'invite.shown', { invitationId: 'invitation-1' });
    expect(story.happens(60 * minute, 'clock', {}).map(({ type }) => type)).toEqual([
      'page.timed',
      'invite.timedOut',
      'visit.ended',
    ]);
  });
});

describe('active, idle, left', () => {
  test('idle after 5 minutes without page change and activity', () => {
    const story = started();
    expect([stateAt(story, 5 * minute - 1), stateAt(story, 5 * minute)]).toEqual(['active', 'idle']);
    expect(story.last.wakeAt).toBe(start + 5 * minute);
  });

  test.each<[what: string, act: (story: Story) => void]>([
    ['activity', (story) => story.happens(4 * minute, 'activity.seen', {})],
    ['a page change', (story) => story.views(4 * minute, '/b')],
  ])('%s makes active again', (_what, act) => {
    const story = started();
    act(story);
    expect([stateAt(story, 9 * minute - 1), stateAt(story, 9 * minute)]).toEqual(['active', 'idle']);
  });

  test('left when no page is open for 45 s', () => {
    const story = started();
    story.happens(minute, 'page.left', { tab: 'a' });
    expect(story.last.wakeAt).toBe(start + minute + 45 * second);
    expect([stateAt(story, minute + 44_999), stateAt(story, minute + 45_000)]).toEqual(['active', 'left']);
  });

  test('another tab keeps it connected', () => {
    const story = started();
    story.views(second, '/b', { tab: 'b' });
    story.happens(minute, 'page.left', { tab: 'a' });
    expect(stateAt(story, 4 * minute)).toBe('active');
  });

  test('the next page within 45 s: never left', () => {
    const story = started();
    story.happens(minute, 'page.left', { tab: 'a' });
    story.views(minute + 2 * second, '/b', { tab: 'b' });
    expect(story.open.disconnectedAt).toBeNull();
    expect(stateAt(story, 2 * minute)).toBe('active');
  });

  test('a connection that breaks: left after 45 s, back when it returns', () => {
    const story = started();
    story.happens(minute, 'tab.disconnected', { tab: 'a', nodeId: 'node-1' });
    expect([stateAt(story, minute + 44_999), stateAt(story, minute + 45_000)]).toEqual(['active', 'left']);
    story.happens(3 * minute, 'tab.connected', { tab: 'a', nodeId: 'node-2' });
    expect(stateAt(story, 3 * minute)).toBe('active');
    expect(story.open.tabs.a).toMatchObject({ nodeId: 'node-2', lostAt: null });
  });

  test('a connection that comes back after the tabs were lost makes the visit go on, its page timed elsewhere', () => {
    const story = started();
    story.happens(second, 'page.left', { tab: 'a' });
    story.happens(minute, 'tab.connected', { tab: 'b', nodeId: 'node-2' });
    expect(stateAt(story, 2 * minute)).toBe('active');
    expect(story.open.tabs.b).toMatchObject({ pageViewId: null, url: 'https://shop.example/', nodeId: 'node-2' });
  });

  test('a break told late, by the node it has left, changes nothing', () => {
    const story = started();
    story.happens(second, 'tab.connected', { tab: 'a', nodeId: 'node-2' });
    story.happens(2 * second, 'tab.disconnected', { tab: 'a', nodeId: 'node-1' });
    expect(story.open.disconnectedAt).toBeNull();
  });

  test('tabs of a dead node are gone, those of others stay', () => {
    const story = started();
    story.views(second, '/b', { tab: 'b', nodeId: 'node-2' });
    story.happens(minute, 'nodes.changed', { nodeIds: ['node-2', 'node-3'] });
    expect([story.open.tabs.a?.lostAt, story.open.tabs.b?.lostAt]).toEqual([start + minute, null]);
    story.happens(2 * minute, 'nodes.changed', { nodeIds: ['node-3'] });
    expect(stateAt(story, 2 * minute + 45 * second)).toBe('left');
  });

  test('a page with beacons only counts as open for 5 minutes after its last', () => {
    const story = beacons();
    story.happens(4 * minute, 'page.hidden', { tab: 'a' });
    story.happens(4 * minute, 'activity.seen', {});
    expect([stateAt(story, 9 * minute + 44_999), stateAt(story, 9 * minute + 45_000)]).toEqual(['idle', 'left']);
  });

  test('a dead node does not touch pages with beacons only', () => {
    const story = beacons();
    story.happens(minute, 'nodes.changed', { nodeIds: [] });
    expect(stateAt(story, 2 * minute)).toBe('active');
  });
});

describe('visible time', () => {
  test('runs while a page is visible', () => expect(visibleAt(started(), 90 * second)).toBe(90_000));

  test('a hidden tab does not count', () => {
    const story = started();
    story.happens(10 * second, 'page.hidden', { tab: 'a' });
    story.happens(60 * second, 'page.visible', { tab: 'a' });
    expect(visibleAt(story, 65 * second)).toBe(15_000);
  });

  test.each(['page.hidden', 'page.visible'] as const)('%s said twice counts once', (type) => {
    const story = started();
    story.happens(10 * second, type, { tab: 'a' });
    story.happens(20 * second, type, { tab: 'a' });
    expect(visibleAt(story, 30 * second)).toBe(type === 'page.hidden' ? 10_000 : 30_000);
  });

  test('a page that opens in the background does not count', () => {
    const story = new Story(rules());
    story.views(0, '/', { visible: false });
    expect(visibleAt(story, minute)).toBe(0);
  });

  test('a page view is timed when its tab goes on', () => {
    const story = started();
    story.happens(10 * second, 'page.hidden', { tab: 'a' });
    story.happens(20 * second, 'page.visible', { tab: 'a' });
    expect(story.views(25 * second, '/b')[0]).toEqual({ type: 'page.timed', pageViewId: 'view-1', visibleMs: 15_000 });
    expect(story.happens(28 * second, 'page.left', { tab: 'a' })).toEqual([
      { type: 'page.timed', pageViewId: 'view-4', visibleMs: 3_000 },
    ]);
    expect(visibleAt(story, minute)).toBe(18_000);
  });

  test('two tabs visible at once count once', () => {
    const story = started();
    story.views(10 * second, '/b', { tab: 'b' });
    story.happens(30 * second, 'page.left', { tab: 'a' });
    expect(visibleAt(story, 40 * second)).toBe(40_000);
    story.happens(50 * second, 'page.hidden', { tab: 'b' });
    expect(visibleAt(story, 90 * second)).toBe(50_000);
  });

  test('while a connection is broken nothing counts', () => {
    const story = started();
    story.happens(10 * second, 'tab.disconnected', { tab: 'a', nodeId: 'node-1' });
    expect(visibleAt(story, 20 * second)).toBe(10_000);
    story.happens(30 * second, 'tab.connected', { tab: 'a', nodeId: 'node-1' });
    expect(visibleAt(story, 35 * second)).toBe(15_000);
  });

  test('a hidden tab whose connection breaks comes back hidden', () => {
    const story = started();
    story.happens(10 * second, 'page.hidden', { tab: 'a' });
    story.happens(11 * second, 'tab.disconnected', { tab: 'a', nodeId: 'node-1' });
    story.happens(12 * second, 'tab.connected', { tab: 'a', nodeId: 'node-1' });
    expect(visibleAt(story, minute)).toBe(10_000);
  });
});

describe('reports', () => {
  test('a repeat is ignored per tab', () => {
    const story = started();
    expect(story.views(second, '/', { n: 1 })).toEqual([]);
    expect(story.open.pageCount).toBe(1);
    expect(story.views(2 * second, '/', { tab: 'b', n: 1 }).map(({ type }) => type)).toEqual(['page.recorded']);
  });

  test('a repeat over another node brings the tab back', () => {
    const story = started();
    story.happens(second, 'tab.disconnected', { tab: 'a', nodeId: 'node-1' });
    story.views(2 * second, '/', { n: 1, nodeId: 'node-2' });
    expect(story.open.tabs.a).toMatchObject({ nodeId: 'node-2', lostAt: null });
  });

  test('a report by HTTP does not close the socket', () => {
    const story = started();
    story.views(second, '/b', { nodeId: null });
    expect(story.open.tabs.a?.nodeId).toBe('node-1');
  });

  test('a report that was kept while offline counts, and is not the newest page', () => {
    const story = started();
    story.views(60 * second, '/newest');
    story.views(30 * second, '/late', { tab: 'b', visible: false });
    expect(story.open).toMatchObject({
      pageCount: 3,
      page: { url: 'https://shop.example/newest' },
      lastHitAt: start + minute,
    });
  });

  test('page addresses are kept once each, the 200 newest', () => {
    const story = started();
    for (let i = 1; i <= 201; i++) story.views(i * second, `/${i}`);
    story.views(300 * second, '/150');
    expect([story.open.pageCount, story.open.pages.length, story.open.pages[0], story.open.pages.at(-1)]).toEqual([
      203,
      200,
      'https://shop.example/2',
      'https://shop.example/150',
    ]);
  });

  test('more than 50 open tabs: the one not heard of for longest is dropped', () => {
    const story = started();
    for (let i = 1; i <= 50; i++) story.views(i * second, '/', { tab: `t${i}` });
    expect([Object.keys(story.open.tabs).length, story.open.tabs.a]).toEqual([50, undefined]);
  });
});

describe('contact details', () => {
  test('what is named changes, the rest stays, an empty text takes away', () => {
    const story = started();
    expect(
      story.happens(second, 'contact.changed', { name: 'Ann', email: 'a@b.example', variables: { plan: 'pro' } }),
    ).toEqual([{ type: 'contact.changed' }]);
    expect(story.happens(2 * second, 'contact.changed', { email: '', variables: { seats: '5' } })).toEqual([
      { type: 'contact.changed' },
    ]);
    expect(story.open.visitor).toMatchObject({ name: 'Ann', email: null, variables: { plan: 'pro', seats: '5' } });
  });

  test('said again, nothing changes', () => {
    const story = started();
    story.happens(second, 'contact.changed', { name: 'Ann' });
    expect(story.happens(2 * second, 'contact.changed', { name: 'Ann' })).toEqual([]);
  });
});

describe('the engine as a whole', () => {
  const events = fc.array(
    fc.tuple(
      fc.constantFrom(
        'view',
        'excluded',
        'hide',
        'show',
        'leave',
        'connect',
        'disconnect',
        'nodes',
        'active',
        'clock',
        'wake',
        'staff',
        'decline',
        'chat',
      ),
      fc.integer({ min: 0, max: 20 * minute }),
      fc.constantFrom('a', 'b', 'c'),
      fc.boolean(),
    ),
    { maxLength: 40 },
  );
  const source = {
    exclusions: excluding({ pages: ['support/*'] }),
    invites: [
      autoInvite(
        'A',
        ['*'],
        { frequency: 'everyPage' },
        { any: [{ variable: 'page.seconds', operator: '>=', value: 20 }] },
      ),
      autoInvite('B', ['b']),
    ],
  };

  function play(steps: readonly (readonly [string, number, string, boolean])[]) {
    const story = new Story(rules(source));
    let after = 0;
    const check = () => {
      const { visit, last } = story;
      if (visit === null) return;
      const now = start + after;
      // Plain JSON, and time that adds up: never more visible than the visit is long.
      expect(JSON.parse(JSON.stringify(visit))).toEqual(visit);
      const visible = visibleMsAt(visit, now, timeout);
      expect(visible).toBeGreaterThanOrEqual(0);
      if (hasOpened(visit)) expect(visible).toBeLessThanOrEqual(now - visit.startedAt);
      if (last.wakeAt !== null) expect(last.wakeAt).toBeGreaterThan(now);
    };
    for (const [what, wait, tab, flag] of steps) {
      after = what === 'wake' && story.last.wakeAt !== null ? story.last.wakeAt - start : after + wait;
      if (what === 'view') story.views(after, `/${tab}`, { tab, visible: flag, nodeId: flag ? 'node-1' : null });
      else if (what === 'excluded') story.views(after, '/support/x', { tab });
      else if (what === 'hide') story.happens(after, 'page.hidden', { tab });
      else if (what === 'show') story.happens(after, 'page.visible', { tab });
      else if (what === 'leave') story.happens(after, 'page.left', { tab });
      else if (what === 'connect') story.happens(after, 'tab.connected', { tab, nodeId: 'node-1' });
      else if (what === 'disconnect') story.happens(after, 'tab.disconnected', { tab, nodeId: 'node-1' });
      else if (what === 'nodes') story.happens(after, 'nodes.changed', { nodeIds: flag ? ['node-1'] : [] });
      else if (what === 'active') story.happens(after, 'activity.seen', {});
      else if (what === 'staff') {
        story.staff = { ...story.staff, online: flag ? 1 : 0 };
        story.happens(after, 'staff.changed', {});
      } else if (what === 'decline')
        story.happens(after, 'invite.declined', { invitationId: story.visit?.invitation?.id ?? '' });
      else if (what === 'chat')
        story.happens(after, 'chat.changed', { chat: flag ? { id: 'c', state: 'active' } : null });
      else story.happens(after, 'clock', {});
      check();
    }
    return story;
  }

  test('whatever happens: visits open and end in turn, pages are timed once, time adds up', () => {
    fc.assert(
      fc.property(events, (steps) => {
        const story = play(steps);
        const turns = story.types.filter((type) => type === 'visit.opened' || type === 'visit.ended');
        expect(turns.every((type, i) => type === (i % 2 === 0 ? 'visit.opened' : 'visit.ended'))).toBe(true);
        const timed = story.effects.flatMap((effect) => (effect.type === 'page.timed' ? [effect.pageViewId] : []));
        expect(new Set(timed).size).toBe(timed.length);
        const recorded = story.types.filter((type) => type === 'page.recorded').length;
        expect(timed.length).toBeLessThanOrEqual(recorded);
      }),
      { numRuns: 500 },
    );
  });

  test('the same run twice is the same', () => {
    fc.assert(
      fc.property(events, (steps) => {
        expect(play(steps).effects).toEqual(play(steps).effects);
      }),
      { numRuns: 50 },
    );
  });

  test('nothing that is handed in is changed', () => {
    const story = started();
    const before = structuredClone(story.visit);
    Object.freeze(story.open.tabs);
    decide(
      story.visit,
      {
        type: 'page.left',
        tab: 'a',
        at: start + 1,
        siteId: 's',
        visitorId: 'v',
        staff: story.staff,
        ids: { visit: '', pageView: '', invitation: '' },
      },
      rules(),
    );
    expect(story.visit).toEqual(before);
  });
});
