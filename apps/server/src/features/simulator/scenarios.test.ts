import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { simulate } from './simulate.ts';
import { readScenario } from './simulate-file.ts';

const folder = resolve(import.meta.dirname, '../../../../../tests/scenarios');
const expectedEnding = '.expected.json';
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && file !== 'biome.json');
const names = files.filter((file) => !file.endsWith(expectedEnding)).map((file) => file.slice(0, -'.json'.length));

const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const scenarioOf = (name: string) => readScenario(read(`${name}.json`), name);
const seedFeatures = Array.from({ length: 63 - 8 + 1 }, (_, index) => `S-${String(index + 8).padStart(3, '0')}`);

describe('B-308 every scenario of tests/scenarios', () => {
  test.each(names)('%s gives the expected answer', (name) => {
    expect(simulate(scenarioOf(name))).toEqual(JSON.parse(read(`${name}${expectedEnding}`)));
  });

  test.each(names)('%s has a trace in order of time', (name) => {
    const instants = simulate(scenarioOf(name)).trace.map(({ at }) => at);
    expect(instants).toEqual([...instants].sort());
  });

  test.each(names)('%s gives the same text when it is run again', (name) => {
    expect(JSON.stringify(simulate(scenarioOf(name)))).toBe(JSON.stringify(simulate(scenarioOf(name))));
  });

  test.each(names)('%s gives the same answer with its events in any order', (name) => {
    const scenario = scenarioOf(name);
    const answer = simulate(scenario);
    for (const seed of [1, 2, 3])
      expect(simulate({ ...scenario, events: shuffle(scenario.events, seed) }), `seed ${seed}`).toEqual(answer);
  });
});

describe('the collection', () => {
  test.each(seedFeatures)('has one scenario for %s', (id) => {
    expect(names.filter((name) => name.startsWith(`${id}-`))).toHaveLength(1);
  });

  test('has an expected answer for each scenario, and no other', () => {
    const expected = files.filter((file) => file.endsWith(expectedEnding));
    expect(expected.map((file) => file.slice(0, -expectedEnding.length)).sort()).toEqual([...names].sort());
  });

  test('is listed in its README, every scenario once and no other', () => {
    const listed = [...read('README.md').matchAll(/^\| \[[^\]]+\]\((.+)\.json\) \|/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual([...names].sort());
  });
});

/** The events in another order. Those of one instant keep theirs, which counts (rules.md section 11). */
function shuffle<T extends { readonly at: string }>(events: readonly T[], seed: number): T[] {
  const next = numbers(seed);
  const shuffled = events
    .map((event) => ({ event, rank: next() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ event }) => event);
  const waiting = Map.groupBy(events, ({ at }) => Date.parse(at));
  return shuffled.map((event) => waiting.get(Date.parse(event.at))?.shift() ?? event);
}

/** Numbers from 0 to 1, the same for the same seed (the minimal standard of Park and Miller). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
