import { execFile } from 'node:child_process';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../http/app-error.ts';
import { readScenario, simulateFile } from './simulate-file.ts';

const at = '2026-03-02T09:00:00Z';
const viewed = { at, type: 'page.viewed', visitor: 'amy', url: 'https://shop.example/' };
const revenue = { at, type: 'revenue.reported', visitor: 'amy', amount: '12.50' };

/** A scenario with one prospect rule that has these conditions. */
const conditioned = (conditions: unknown) => ({
  configuration: { prospectRules: [{ name: 'Worth a call', conditions }] },
  events: [],
});
/** So many groups in each other around one condition. */
const nested = (depth: number): unknown =>
  depth === 0 ? { variable: 'chat.open', operator: 'isTrue' } : { any: [nested(depth - 1)] };

/** What is said against a scenario that is refused. */
function refusalOf(content: unknown): string {
  try {
    readScenario(JSON.stringify(content), 'shop.json');
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_request') return error.message;
    throw error;
  }
  return 'accepted';
}

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'foyer-scenario-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(content: unknown): Promise<string> {
  const file = join(folder, 'shop.json');
  await writeFile(file, JSON.stringify(content));
  return file;
}

describe('B-308 a scenario that breaks the schema is refused with the path of the fault', () => {
  const rule = 'configuration.prospectRules.0';
  test.each<[fault: string, content: unknown, path: string, message: string]>([
    ['a list in place of a scenario', [], '(whole file)', 'expected object, received array'],
    ['nothing', null, '(whole file)', 'expected object, received null'],
    ['no events', {}, 'events', 'expected array'],
    [
      'a field of an event that is not known',
      { events: [viewed, { ...viewed, refferer: 'https://www.bing.com/' }] },
      'events.1.refferer',
      'is not a known field',
    ],
    [
      'a list of documents that is not known',
      { configuration: { prospects: [] }, events: [] },
      'configuration.prospects',
      'is not a known field',
    ],
    [
      'a field of a document that is not known',
      { configuration: { alerts: [{ name: 'AdWords', entryPage: '*source=adwords' }] }, events: [] },
      'configuration.alerts.0.entryPage',
      'is not a known field',
    ],
    [
      'a field of an action that is not known',
      { configuration: { alerts: [{ name: 'AdWords', actions: { sms: true } }] }, events: [] },
      'configuration.alerts.0.actions.sms',
      'is not a known field',
    ],
    [
      'a fact of an address that is not known',
      { addresses: { '203.0.113.7': { land: 'GB' } }, events: [] },
      'addresses.203.0.113.7.land',
      'is not a known field',
    ],
    ['a number for a text', { events: [{ ...viewed, visitor: 7 }] }, 'events.0.visitor', 'expected string'],
    [
      'a text for a number',
      { configuration: { prospectRules: [{ name: 'Reader', minPages: '3' }] }, events: [] },
      `${rule}.minPages`,
      'expected number, received string',
    ],
    [
      'a type of event that there is not',
      { events: [{ at, type: 'page.read', visitor: 'amy' }] },
      'events.0.type',
      "'page.viewed'",
    ],
    [
      'a status in other letters',
      { events: [{ at, type: 'operator.status', operator: 'ann', status: 'Online' }] },
      'events.0.status',
      '"online"',
    ],
    ['an amount with a comma', { events: [{ ...revenue, amount: '12,50' }] }, 'events.0.amount', 'such as 12.50'],
    ['an address without a scheme', { events: [{ ...viewed, url: 'shop.example' }] }, 'events.0.url', 'http'],
    ['an instant in other words', { events: [viewed, { ...viewed, at: '2026-03-02 09:00' }] }, 'events.1.at', 'ISO'],
    ['an instant without a zone', { events: [{ ...viewed, at: '2026-03-02T09:00:00' }] }, 'events.0.at', 'ISO'],
    ['a day that there is not', { events: [{ ...viewed, at: '2026-02-30T09:00:00Z' }] }, 'events.0.at', 'ISO'],
    [
      'a time zone that there is not',
      { site: { timeZone: 'Europe/Londres' }, events: [] },
      'site.timeZone',
      'Europe/London',
    ],
    [
      'a time-out of too many minutes',
      { site: { visitTimeoutMinutes: 241 }, events: [] },
      'site.visitTimeoutMinutes',
      '240',
    ],
    [
      'an operator of another type, in a group in a group',
      conditioned({
        all: [
          { variable: 'visit.pages', operator: '>=', value: 2 },
          { any: [{ variable: 'place.country', operator: '>=', value: 'GB' }] },
        ],
      }),
      `${rule}.conditions.all.1.any.0.operator`,
      'must be one of equals',
    ],
    [
      'a variable that there is not',
      conditioned({ all: [{ variable: 'page.colour', operator: 'equals', value: 'red' }] }),
      `${rule}.conditions.all.0.variable`,
      'page.current',
    ],
    [
      'a variable without the name that it needs',
      conditioned({ none: [{ variable: 'page.query', operator: 'isSet' }] }),
      `${rule}.conditions.none.0.name`,
      'needs a name',
    ],
    [
      'half a range',
      conditioned({ all: [{ any: [{ variable: 'visit.pages', operator: 'between', value: [1] }] }] }),
      `${rule}.conditions.all.0.any.0.value`,
      '2 items',
    ],
    ['groups six deep', conditioned(nested(6)), `${rule}.conditions`, 'at most 5 deep'],
    [
      'a fault in a configuration that comes later',
      { events: [{ at, type: 'configuration.changed', configuration: { alerts: [{ name: '' }] } }] },
      'events.0.configuration.alerts.0.name',
      'Too small',
    ],
  ])('%s', (_fault, content, path, message) => {
    const [title, fault] = refusalOf(content).split('\n');
    expect(title).toBe('shop.json is not a scenario:');
    expect(fault?.startsWith(`  ${path}: `), fault).toBe(true);
    expect(fault).toContain(message);
  });

  test('groups thousands deep', () => {
    const hole = '"here"';
    const text = JSON.stringify(conditioned('here')).replace(hole, '{"any":['.repeat(3000) + ']}'.repeat(3000));
    expect(() => readScenario(text, 'shop.json')).toThrow(
      /^shop\.json is not a scenario:\n {2}configuration\.prospectRules\.0\.conditions\.any\..* is nested more than 32 levels deep$/,
    );
  });

  test('several faults are told at once, one per line', () => {
    const content = {
      site: { currency: 'pounds' },
      events: [
        { ...viewed, visitor: '' },
        { ...revenue, amount: 'much' },
      ],
    };
    const [, ...faults] = refusalOf(content).split('\n');
    expect(faults.map((fault) => fault.trim().split(': ')[0])).toEqual([
      'site.currency',
      'events.0.visitor',
      'events.1.amount',
    ]);
  });

  test.each([
    ['half a list', '{ "events": [ }'],
    ['a comment', '{ "events": [] } // nothing happens'],
    ['nothing at all', ''],
  ])('what is not JSON is told to be none: %s', (_what, text) => {
    expect(() => readScenario(text, 'shop.json')).toThrow(/^shop\.json is not JSON: /);
  });
});

describe('B-308 simulate FILE', () => {
  test('answers with all that the events lead to', async () => {
    const { trace, dayTotals, referrers, visitors } = await simulateFile(await write({ events: [viewed, revenue] }));
    expect(trace.map(({ type }) => type)).toEqual(['visit.opened', 'page.recorded', 'revenue.booked']);
    expect(dayTotals).toEqual({ '2026-03-02': { visits: 1, newVisitors: 1, pageViews: 1, revenue: '12.50' } });
    expect(referrers).toEqual({ direct: { visits: 1, prospects: 0, customers: 0, revenue: '12.50' } });
    expect(visitors).toMatchObject({ amy: { visits: 1, revenue: '12.50' } });
  });

  test('nothing configured and nothing happening is a scenario, too', async () => {
    const answer = { trace: [], dayTotals: {}, referrers: {}, visitors: {} };
    expect(await simulateFile(await write({ events: [] }))).toEqual(answer);
    expect(await simulateFile(await write({ events: [{ at, type: 'clock' }] }))).toEqual(answer);
  });

  test('who never viewed a page is no visitor', async () => {
    const { visitors } = await simulateFile(await write({ events: [{ at, type: 'chat.requested', visitor: 'amy' }] }));
    expect(visitors).toEqual({});
  });
});

describe('B-308 the command line', () => {
  const program = fileURLToPath(new URL('../../cli.ts', import.meta.url));
  const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) => {
      execFile(process.execPath, [program, 'simulate', ...args], (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? 1 : 0, out, err }),
      );
    });

  test('--out writes to a file what would be printed, and prints nothing', async () => {
    const file = await write({ events: [viewed, revenue] });
    const out = join(folder, 'answer.json');
    const printed = await run(file);
    expect(printed).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(printed.out)).toEqual(await simulateFile(file));
    expect(await run(file, '--out', out)).toEqual({ code: 0, out: '', err: '' });
    expect(await readFile(out, 'utf8')).toBe(printed.out);
  });

  test('a fault ends it with 1, says where, and writes nothing', async () => {
    const file = await write({ events: [{ ...viewed, at: 'today' }] });
    const out = join(folder, 'answer.json');
    const { code, out: printed, err } = await run(file, '--out', out);
    expect({ code, printed }).toEqual({ code: 1, printed: '' });
    expect(err).toMatch(/shop\.json is not a scenario:\n {2}events\.0\.at: /);
    await expect(access(out)).rejects.toThrow('ENOENT');
  });
});
