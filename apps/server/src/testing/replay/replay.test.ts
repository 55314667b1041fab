import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Scenario, scenarioSchema } from '@foyer/protocol/scenario';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomScenario } from '../../features/simulator/random-scenario.ts';
import { simulate } from '../../features/simulator/simulate.ts';
import { readScenario } from '../../features/simulator/simulate-file.ts';
import { decisionsOfTrace } from './decisions-of-trace.ts';
import { liveScenarios } from './live-scenarios.ts';
import { replayScenario } from './replay-scenario.ts';
import { type ReplayServer, replayServers } from './replay-server.ts';
import { StaffAccounts } from './replayed-staff.ts';

const folder = join(import.meta.dirname, '../../../../../tests/scenarios');
const files = readdirSync(folder).filter(
  (name) => name.endsWith('.json') && !name.endsWith('.expected.json') && name !== 'biome.json',
);
/** On a busy machine; alone, the longest takes a few seconds. */
const timeoutMs = 60_000;

describe.each(replayServers)(
  'B-308 replayed against the server on %s, what the simulator decides comes of',
  (...of) => {
    const [, open] = of;
    let server: ReplayServer;
    let accounts: StaffAccounts;

    beforeAll(async () => {
      server = await open();
      accounts = new StaffAccounts(server);
    });
    afterAll(() => server.close());

    async function expectSame(scenario: Scenario): Promise<void> {
      expect(await replayScenario(server, accounts, scenario)).toEqual(decisionsOfTrace(simulate(scenario)));
    }

    test.each(files)(
      '%s',
      (name) => expectSame(readScenario(readFileSync(join(folder, name), 'utf8'), name)),
      timeoutMs,
    );

    test.each(Object.entries(liveScenarios))(
      '%s',
      (_name, document) => expectSame(scenarioSchema.parse(document)),
      timeoutMs,
    );

    test.each([11, 12, 13])(
      'a scenario that nobody has written, of seed %i',
      (seed) => expectSame(randomScenario(seed, { visitors: 10, days: 3 })),
      timeoutMs,
    );
  },
);
