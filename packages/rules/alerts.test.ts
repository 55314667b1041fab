import { describe, expect, test } from 'vitest';
import { findEngines } from './alert-criteria.ts';
import { compileAlert, explainAlert, judgeAlerts } from './alerts.ts';
import {
  alert,
  autoInvite,
  direct,
  google,
  invite,
  place,
  rules,
  Story,
  second,
  site,
  staff,
  start,
  visit,
} from './test-fixtures.ts';
import type { Place, Source, Verdict } from './visit.ts';

const u = 'unknown' as const;
const compile = (one: Parameters<typeof compileAlert>[0], from = site) =>
  compileAlert(one, from, findEngines(from.referringSites));

function judge(
  fields: Record<string, unknown>,
  source: Source,
  from: Partial<Place> = {},
  entryPage = visit.entryPage,
): Verdict {
  const compiled = compile(alert({ name: 'tried', ...fields }), site);
  const entered = { ...visit, source, place: { ...place, ...from }, entryPage };
  return explainAlert(entered, compiled, { at: start, staff }, site).verdict;
}

const bing: Source = {
  ...direct,
  referrer: 'https://www.bing.com/search?q=x',
  referrerHost: 'www.bing.com',
  referringSite: 'Bing',
};

describe('S-019 to S-027 criteria of an alert (rules.md section 5)', () => {
  test.each<[rule: string, fields: Record<string, unknown>, source: Source, from: Partial<Place>, expected: Verdict]>([
    ['S-012 no criterion: every visit matches', {}, direct, {}, true],
    ['S-020 Anywhere is true for direct entries, too', { searchEngines: 'anywhere' }, direct, {}, true],
    ['S-019 a named engine', { searchEngines: ['Google'] }, google, {}, true],
    ['S-019 a named engine, in any case', { searchEngines: ['google'] }, google, {}, true],
    ['S-019 another engine', { searchEngines: ['Bing'] }, google, {}, false],
    ['S-019 one of several engines', { searchEngines: ['Bing', 'Google'] }, google, {}, true],
    ['S-019 naming an engine needs a referrer', { searchEngines: ['Google'] }, direct, {}, false],
    [
      'S-021 by the host patterns of the engine',
      { searchEngines: ['Google'] },
      { ...google, referringSite: null },
      {},
      true,
    ],
    ['S-021 an engine that is not in the list any more', { searchEngines: ['Altavista'] }, google, {}, false],
    ['S-022 own organisation', { ownOrganisation: true }, direct, { ownOrganisation: true }, true],
    ['S-022 an access provider', { ownOrganisation: true }, direct, { ownOrganisation: false }, false],
    ['S-022 no organisation database: unknown', { ownOrganisation: true }, direct, { ownOrganisation: null }, u],
    ['S-022 not required: does not matter', { ownOrganisation: false }, direct, { ownOrganisation: null }, true],
    ['S-026 all words of an entry in the search phrase', { keywords: ['shoes red'] }, google, {}, true],
    ['S-026 not all words', { keywords: ['blue shoes'] }, google, {}, false],
    ['S-026 one of several entries', { keywords: ['blue', 'SHOES'] }, google, {}, true],
    [
      'S-026 else in the decoded referrer',
      { keywords: ['grüne bohnen'] },
      { ...direct, referrer: 'https://a.example/?s=gr%C3%BCne+Bohnen' },
      {},
      true,
    ],
    [
      'S-026 or in utm_term of the entry page',
      { keywords: ['boots'] },
      { ...direct, utm: { ...direct.utm, term: 'red boots' } },
      {},
      true,
    ],
    [
      'S-026 words are not put together from two places',
      { keywords: ['red boots'] },
      { ...google, searchPhrase: 'red', referrer: null, utm: { ...direct.utm, term: 'boots' } },
      {},
      false,
    ],
    ['S-026 direct entry: no keyword', { keywords: ['shoes'] }, direct, {}, false],
    ['S-027 address', { addresses: ['203.0.113.*'] }, direct, {}, true],
    ['S-027 another address', { addresses: ['203.0.114.*'] }, direct, {}, false],
    ['S-027 DNS name', { addresses: ['*.acme.example'] }, direct, {}, true],
    ['S-027 another DNS name', { addresses: ['*.other.example'] }, direct, {}, false],
    ['S-027 address or DNS name', { addresses: ['10.*', '*.acme.example'] }, direct, {}, true],
    ['S-027 host name not there yet: unknown', { addresses: ['*.acme.example'] }, direct, { hostName: undefined }, u],
    ['S-027 host name not to be had: unknown', { addresses: ['*.acme.example'] }, direct, { hostName: null }, u],
    [
      'S-027 the address settles it without the host name',
      { addresses: ['*.acme.example', '203.*'] },
      direct,
      { hostName: undefined },
      true,
    ],
    ['S-010 AND between criteria', { searchEngines: ['Google'], keywords: ['shoes'] }, google, {}, true],
    ['S-010 AND: one is false', { searchEngines: ['Google'], keywords: ['boots'] }, google, {}, false],
    [
      'S-010 AND: one false settles it, whatever is unknown',
      { ownOrganisation: true, keywords: ['boots'] },
      google,
      { ownOrganisation: null },
      false,
    ],
    [
      'S-037 conditions',
      { conditions: { all: [{ variable: 'place.country', operator: 'equals', value: 'GB' }] } },
      direct,
      {},
      true,
    ],
    [
      'S-037 conditions: unknown',
      { conditions: { all: [{ variable: 'place.country', operator: 'equals', value: 'GB' }] } },
      direct,
      { country: null },
      u,
    ],
    ['S-037 no conditions in the group', { conditions: { any: [] } }, direct, {}, true],
    ['a naming of the other engine', { searchEngines: ['Bing'] }, bing, {}, true],
  ])('%s', (_rule, fields, source, from, expected) => expect(judge(fields, source, from)).toBe(expected));

  test.each<[rule: string, entryPages: string[], entryPage: string, expected: boolean]>([
    ['ends with the query', ['*source=adwords'], 'https://shop.example/x.htm?y=1&source=adwords', true],
    ['does not end with it', ['*source=adwords'], 'https://shop.example/?source=adwords&x=1', false],
    ['one of several', ['a.htm', 'b*.htm'], 'https://shop.example/b1.htm', true],
    ['several in one entry', ['a.htm; b.htm'], 'https://shop.example/b.htm', true],
    ['empty: any', [], 'https://shop.example/', true],
  ])('S-023 entry pages: %s', (_rule, entryPages, entryPage, expected) => {
    expect(judge({ entryPages }, direct, {}, entryPage)).toBe(expected);
  });

  test('B-301 an alert explains itself, criterion by criterion', () => {
    const compiled = compile(
      alert({ name: 'x', searchEngines: ['Bing'], keywords: ['shoes'], addresses: ['*.acme.example'] }),
      site,
    );
    expect(explainAlert(visit, compiled, { at: start, staff }, site)).toEqual({
      label: 'all',
      verdict: false,
      fact: null,
      flipsAt: null,
      parts: [
        { label: 'searchEngines', verdict: false, fact: 'Google', flipsAt: null, parts: [] },
        {
          label: 'keywords',
          verdict: true,
          fact: 'red shoes | https://www.google.com/search?q=red shoes',
          flipsAt: null,
          parts: [],
        },
        { label: 'addresses', verdict: true, fact: '203.0.113.7 gw.acme.example', flipsAt: null, parts: [] },
      ],
    });
  });
});

describe('S-012 S-013 the list of alerts', () => {
  const anyone = alert({ name: 'All visitors' });
  const fromGoogle = alert({ name: 'Google', searchEngines: ['Google'], actions: { popup: true } });
  const nameOf = (alerts: ReturnType<typeof alert>[], source = google) => {
    const set = rules({ alerts });
    const moment = { visit: { ...visit, source }, at: start, staff, site: set.source };
    const outcome = judgeAlerts(set.alerts.candidates(moment), moment, true);
    return outcome.type === 'settled' ? (outcome.match?.alert.name ?? null) : outcome.type;
  };

  test.each<[rule: string, alerts: ReturnType<typeof alert>[], source: Source, expected: string | null]>([
    ['the first match wins', [fromGoogle, anyone], google, 'Google'],
    ['the order decides', [anyone, fromGoogle], google, 'All visitors'],
    ['one that does not match is passed', [fromGoogle, anyone], direct, 'All visitors'],
    ['a disabled one is passed', [{ ...anyone, enabled: false }, fromGoogle], google, 'Google'],
    ['a shadow one is passed', [{ ...anyone, shadow: true }, fromGoogle], google, 'Google'],
    [
      'an unknown one is passed',
      [
        alert({ name: 'x', conditions: { all: [{ variable: 'visitor.lastRating', operator: '>', value: 0 }] } }),
        anyone,
      ],
      google,
      'All visitors',
    ],
    ['no match at all', [fromGoogle], direct, null],
  ])('%s', (_rule, alerts, source, expected) => expect(nameOf(alerts, source)).toBe(expected));

  test('S-018 the alert is stored on the visit, popped up, and judged on the first hit only', () => {
    const story = new Story(rules({ alerts: [fromGoogle, anyone] }));
    expect(story.views(0, '/', { source: google }).slice(2)).toEqual([
      {
        type: 'alert.matched',
        alertId: fromGoogle.id,
        alertName: 'Google',
        alertVersion: 1,
        explanation: expect.objectContaining({ verdict: true }),
        paid: null,
      },
      { type: 'popup.sent', rule: { kind: 'alert', id: fromGoogle.id, name: 'Google' } },
    ]);
    expect(story.open.alertId).toBe(fromGoogle.id);
    expect(story.views(second, '/b').map(({ type }) => type)).toEqual(['page.timed', 'page.recorded']);
  });

  test("a shadow alert is recorded and does not take the visit's place", () => {
    const trial = alert({ name: 'Trial', shadow: true, actions: { popup: true } });
    const story = new Story(rules({ alerts: [trial, anyone] }));
    expect(story.views(0, '/').slice(2)).toEqual([
      expect.objectContaining({ type: 'shadow.matched', rule: 'alert', id: trial.id, name: 'Trial' }),
      expect.objectContaining({ type: 'alert.matched', alertName: 'All visitors' }),
    ]);
  });

  test('S-016 the alert sends its invite', () => {
    const hello = invite({ name: 'Hello' });
    const story = new Story(
      rules({ alerts: [{ ...anyone, actions: { ...anyone.actions, invite: hello.id } }], invites: [hello] }),
    );
    expect(story.views(0, '/').at(-1)).toEqual({
      type: 'invite.sent',
      invitationId: 'invitation-1',
      inviteId: hello.id,
      inviteName: 'Hello',
      source: 'alert',
    });
  });
});

describe('S-027 a rule that needs the host name waits for it, at most 2 s', () => {
  const acme = alert({ name: 'Acme', addresses: ['*.acme.example'] });
  const anyone = alert({ name: 'All visitors' });
  const unknownHost = { place: { ...place, hostName: undefined } };
  const matched = (story: Story) =>
    story.effects.flatMap((effect) => (effect.type === 'alert.matched' ? [effect.alertName] : []));
  const waiting = (alerts = [acme, anyone]) => {
    const story = new Story(rules({ alerts }));
    story.views(0, '/', unknownHost);
    return story;
  };

  test('the rules after it wait, too, since the first match wins', () => {
    const story = waiting();
    expect(story.types).toEqual(['visit.opened', 'page.recorded', 'facts.wanted']);
    expect(story.last.wakeAt).toBe(start + 2000);
  });

  test('it is settled when the name comes', () => {
    const story = waiting();
    story.happens(300, 'facts.arrived', { hostName: 'gw.acme.example' });
    expect(matched(story)).toEqual(['Acme']);
    expect(story.open).toMatchObject({ alertId: acme.id, alertWaitsUntil: null });
  });

  test('another name: the next rule', () => {
    const story = waiting();
    story.happens(300, 'facts.arrived', { hostName: 'other.example' });
    expect(matched(story)).toEqual(['All visitors']);
  });

  test('no name is to be had: the next rule', () => {
    const story = waiting();
    story.happens(300, 'facts.arrived', { hostName: null });
    expect(matched(story)).toEqual(['All visitors']);
  });

  test('not yet 2 s: still waiting, through another page view', () => {
    const story = waiting();
    story.views(1999, '/b', unknownHost);
    expect(matched(story)).toEqual([]);
  });

  test('2 s: unknown from now on', () => {
    const story = waiting();
    story.happens(2000, 'clock', {});
    expect(matched(story)).toEqual(['All visitors']);
  });

  test('a name that comes later is kept, and changes nothing', () => {
    const story = waiting();
    story.happens(2000, 'clock', {});
    story.happens(2500, 'facts.arrived', { hostName: 'gw.acme.example' });
    expect(matched(story)).toEqual(['All visitors']);
    expect(story.open).toMatchObject({ alertId: anyone.id, place: { hostName: 'gw.acme.example' } });
  });

  test('an earlier rule that matches waits for nothing', () => {
    const story = waiting([anyone, acme]);
    expect(matched(story)).toEqual(['All visitors']);
    expect(story.types).not.toContain('facts.wanted');
  });

  test('a rule that another criterion rules out does not wait', () => {
    const story = waiting([{ ...acme, searchEngines: ['Google'] }, anyone]);
    expect(matched(story)).toEqual(['All visitors']);
  });

  test('a rule that stays unknown whatever the name does not wait', () => {
    const story = new Story(rules({ alerts: [{ ...acme, ownOrganisation: true }, anyone] }));
    story.views(0, '/', { place: { ...place, hostName: undefined, ownOrganisation: null } });
    expect(matched(story)).toEqual(['All visitors']);
  });

  test('conditions on the host name wait like the list', () => {
    const conditions = { all: [{ variable: 'place.hostName', operator: 'endsWith', value: '.acme.example' }] };
    const story = waiting([alert({ name: 'By condition', conditions }), anyone]);
    story.happens(300, 'facts.arrived', { hostName: 'gw.acme.example' });
    expect(matched(story)).toEqual(['By condition']);
  });

  test('shadow alerts are recorded once, when it is settled', () => {
    const trial = alert({ name: 'Trial', shadow: true });
    const story = waiting([trial, acme, anyone]);
    expect(story.types).not.toContain('shadow.matched');
    story.happens(300, 'facts.arrived', { hostName: 'gw.acme.example' });
    story.happens(400, 'clock', {});
    expect(story.types.filter((type) => type === 'shadow.matched')).toHaveLength(1);
  });

  test('auto-send rules that ask for the alert are judged once it is known', () => {
    const conditions = { all: [{ variable: 'source.alert', operator: 'equals', value: 'All visitors' }] };
    const story = new Story(rules({ alerts: [acme, anyone], invites: [autoInvite('Hello', ['*'], {}, conditions)] }));
    story.views(0, '/', unknownHost);
    expect(story.happens(2000, 'clock', {}).map(({ type }) => type)).toEqual(['alert.matched', 'invite.sent']);
  });

  test('an auto-send rule that needs the name asks for it as well, and is judged when it comes', () => {
    const conditions = { all: [{ variable: 'place.hostName', operator: 'isSet' }] };
    const story = new Story(rules({ invites: [autoInvite('Hello', ['*'], {}, conditions)] }));
    story.views(0, '/', unknownHost);
    expect(story.types).toEqual(['visit.opened', 'page.recorded', 'facts.wanted']);
    expect(story.happens(300, 'facts.arrived', { hostName: 'gw.acme.example' }).map(({ type }) => type)).toEqual([
      'invite.sent',
    ]);
  });
});
