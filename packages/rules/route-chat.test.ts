import { type RouteLevel, type Routing, routingInputSchema } from '@foyer/protocol/routing';
import { describe, expect, test } from 'vitest';
import {
  type Candidate,
  type ChatNeeds,
  inTurn,
  isFor,
  levelsOf,
  nextFallback,
  type RoutedChat,
  routeChat,
} from './route-chat.ts';

const sales = 'sales';
const french = 'french';
const both: ChatNeeds = { departmentId: sales, skillIds: [french] };
const any: ChatNeeds = { departmentId: null, skillIds: [] };
const start = 1_000_000;

function routing(change: object = {}): Routing {
  return { ...routingInputSchema.parse({ acceptTimeoutSeconds: 20, ...change }), version: 1 };
}
const off = { enabled: false };
const sequential = routing({ strategy: 'leastBusy' });

const candidate = (operatorId: string, change: Partial<Candidate> = {}): Candidate => ({
  operatorId,
  isOnline: true,
  hasRoom: true,
  load: 0,
  offeredAt: 0,
  ...change,
});
const chat = (change: Partial<RoutedChat> = {}): RoutedChat => ({
  level: 'asked',
  levelSince: start,
  offer: null,
  offeredBefore: [],
  ...change,
});

test.each<[what: string, needs: ChatNeeds, departmentIds: string[], skillIds: string[], expected: boolean]>([
  ['a chat that asks for nothing is for everybody', any, [], [], true],
  ['department and skill are both needed', both, [sales], [french], true],
  ['the department alone is not enough', both, [sales], [], false],
  ['the skill alone is not enough', both, ['support'], [french], false],
  ['every skill is needed', { departmentId: null, skillIds: [french, 'lamps'] }, [], [french], false],
  ['further skills do no harm', { departmentId: null, skillIds: [french] }, [], ['lamps', french], true],
])('W-184 %s', (_what, needs, departmentIds, skillIds, expected) => {
  expect(isFor(needs, { departmentIds, skillIds })).toBe(expected);
});

describe('W-185 fall-back', () => {
  test.each<[what: string, needs: ChatNeeds, change: object, expected: RouteLevel[]]>([
    ['first the skills are dropped, then the department', both, {}, ['asked', 'withoutSkills', 'everybody']],
    ['skills alone', { departmentId: null, skillIds: [french] }, {}, ['asked', 'everybody']],
    ['a department alone', { departmentId: sales, skillIds: [] }, {}, ['asked', 'everybody']],
    ['nothing asked for', any, {}, ['asked']],
    ['skills that are never dropped', both, { withoutSkills: off }, ['asked', 'withoutDepartment']],
    ['a department that is never dropped', both, { withoutDepartment: off }, ['asked', 'withoutSkills']],
    ['neither', both, { withoutSkills: off, withoutDepartment: off }, ['asked']],
  ])('levels: %s', (_what, needs, fallback, expected) => {
    expect(levelsOf(needs, routing({ fallback }).fallback).map(({ level }) => level)).toEqual(expected);
  });

  test('each level has its own time', () => {
    const { fallback } = routing({
      fallback: { withoutSkills: { afterSeconds: 5 }, withoutDepartment: { afterSeconds: 7 } },
    });
    expect(levelsOf(both, fallback).map(({ afterMs }) => afterMs)).toEqual([0, 5000, 12_000]);
  });

  test('after the last level the chat stays, or is missed', () => {
    expect(nextFallback(both, 'everybody', routing().fallback)).toBeNull();
    const missed = { enabled: true, afterSeconds: 9 };
    expect(nextFallback(both, 'everybody', routing({ fallback: { missed } }).fallback)).toEqual({
      to: 'missed',
      afterMs: 9000,
    });
  });
});

type Step = ReturnType<typeof routeChat>;
const offerTo = (operatorId: string, isNewRound = false) => ({
  kind: 'offer',
  operatorId,
  until: start + 20_000,
  isNewRound,
});

test.each<
  [what: string, Partial<RoutedChat>, ChatNeeds, Routing, Candidate[], afterMs: number, expected: object | null]
>([
  ['ring all: nothing to do while somebody is there', {}, both, routing(), [candidate('ann')], 59_999, null],
  [
    'ring all: the next level when its time comes',
    {},
    both,
    routing(),
    [candidate('ann')],
    60_000,
    { kind: 'fallBack', to: 'withoutSkills' },
  ],
  [
    'nobody of this level is Online: the next one at once',
    {},
    both,
    routing(),
    [candidate('ann', { isOnline: false })],
    0,
    { kind: 'fallBack', to: 'withoutSkills' },
  ],
  ['all are busy: they are waited for', {}, both, routing(), [candidate('ann', { hasRoom: false })], 0, null],
  [
    'least busy: it is offered to who has the least',
    {},
    any,
    sequential,
    [candidate('ann', { load: 2 }), candidate('ben', { load: 1 })],
    0,
    offerTo('ben'),
  ],
  [
    'those without room are passed over',
    {},
    any,
    sequential,
    [candidate('ann', { load: 2 }), candidate('ben', { load: 1, hasRoom: false })],
    0,
    offerTo('ann'),
  ],
  [
    'equally busy: whoever was offered longest ago',
    {},
    any,
    sequential,
    [candidate('ann', { offeredAt: 2 }), candidate('ben', { offeredAt: 1 })],
    0,
    offerTo('ben'),
  ],
  [
    'rotate: whoever was offered longest ago, however busy',
    {},
    any,
    routing({ strategy: 'rotate' }),
    [candidate('ann', { offeredAt: 2 }), candidate('ben', { load: 7, offeredAt: 1 })],
    0,
    offerTo('ben'),
  ],
  [
    'an offer stands until its time is up',
    { offer: { operatorId: 'ann', until: start + 20_000 } },
    any,
    sequential,
    [candidate('ann')],
    19_999,
    null,
  ],
  [
    'then it is withdrawn',
    { offer: { operatorId: 'ann', until: start + 20_000 } },
    any,
    sequential,
    [candidate('ann')],
    20_000,
    { kind: 'withdraw' },
  ],
  [
    'and at once when its operator goes',
    { offer: { operatorId: 'ann', until: start + 20_000 } },
    any,
    sequential,
    [],
    0,
    { kind: 'withdraw' },
  ],
  [
    'or is not Online any more',
    { offer: { operatorId: 'ann', until: start + 20_000 } },
    any,
    sequential,
    [candidate('ann', { isOnline: false })],
    0,
    { kind: 'withdraw' },
  ],
  [
    'or when the site rings all from now on',
    { offer: { operatorId: 'ann', until: start + 20_000 } },
    any,
    routing(),
    [candidate('ann')],
    0,
    { kind: 'withdraw' },
  ],
  [
    'who had it is not asked again',
    { offeredBefore: ['ann'] },
    any,
    sequential,
    [candidate('ann'), candidate('ben', { load: 5 })],
    0,
    offerTo('ben'),
  ],
  [
    'when all had it, the next level comes at once',
    { offeredBefore: ['ann'] },
    both,
    sequential,
    [candidate('ann')],
    0,
    { kind: 'fallBack', to: 'withoutSkills' },
  ],
  [
    'at the last level a new round begins',
    { offeredBefore: ['ann'], level: 'everybody' },
    both,
    sequential,
    [candidate('ann')],
    0,
    offerTo('ann', true),
  ],
  [
    'forced: it is assigned',
    {},
    any,
    routing({ forced: true }),
    [candidate('ann', { load: 1 }), candidate('ben')],
    0,
    { ...offerTo('ben'), kind: 'assign' },
  ],
  [
    'forced and rotate: by turn',
    {},
    any,
    routing({ forced: true, strategy: 'rotate' }),
    [candidate('ann', { load: 1 }), candidate('ben', { offeredAt: 1 })],
    0,
    { ...offerTo('ann'), kind: 'assign' },
  ],
  [
    'missed is not before its time',
    { level: 'everybody' },
    both,
    routing({ fallback: { missed: { enabled: true, afterSeconds: 30 } } }),
    [],
    29_999,
    null,
  ],
  [
    'missed: nobody is Online',
    { level: 'everybody' },
    both,
    routing({ fallback: { missed: { enabled: true, afterSeconds: 30 } } }),
    [],
    30_000,
    { kind: 'miss', isAnybodyOnline: false },
  ],
  [
    'missed: nobody answered',
    {},
    any,
    routing({ fallback: { missed: { enabled: true, afterSeconds: 30 } } }),
    [candidate('ann')],
    30_000,
    { kind: 'miss', isAnybodyOnline: true },
  ],
])('W-185, W-186 %s', (_what, change, needs, rules, candidates, afterMs, expected) => {
  const step: Step = routeChat(chat(change), needs, rules, candidates, start + afterMs);
  expect(step).toEqual(expected);
});

test('W-185 rotate goes round', () => {
  const turns = inTurn('rotate', [candidate('c', { offeredAt: 3 }), candidate('a', { offeredAt: 9 }), candidate('b')]);
  expect(turns.map(({ operatorId }) => operatorId)).toEqual(['b', 'c', 'a']);
});
