import { readFile } from 'node:fs/promises';
import { type Scenario, scenarioSchema } from '@foyer/protocol/scenario';
import { AppError } from '../../http/app-error.ts';
import { findDeepPlace } from '../../http/find-deep-place.ts';
import { type Fault, flattenIssues } from '../../http/flatten-issues.ts';
import { checkScenario } from './check-scenario.ts';
import { type SimulationResult, simulate } from './simulate.ts';

/** More than any document of a scenario has. */
const maxDepth = 32;
/** Most faults of a scenario that are told at once. */
const faultsTold = 20;

/** Simulates the scenario in a file. Throws `invalid_request`: each fault with its path, one per line. */
export async function simulateFile(path: string): Promise<SimulationResult> {
  return simulate(readScenario(await readFile(path, 'utf8'), path));
}

/** Reads a scenario; `name` is what messages call it. Throws as `simulateFile` does. */
export function readScenario(json: string, name: string) {
  let content: unknown;
  try {
    content = JSON.parse(json);
  } catch (error) {
    throw new AppError('invalid_request', `${name} is not JSON: ${(error as Error).message}`);
  }
  const { scenario, faults } = findFaults(content);
  if (scenario !== null && faults.length === 0) return scenario;
  throw new AppError(
    'invalid_request',
    [
      `${name} is not a scenario:`,
      ...faults.slice(0, faultsTold).map(({ path, message }) => `  ${path || '(whole file)'}: ${message}`),
    ].join('\n'),
  );
}

function findFaults(content: unknown): { readonly scenario: Scenario | null; readonly faults: readonly Fault[] } {
  const deep = findDeepPlace(content, maxDepth);
  if (deep !== null)
    return { scenario: null, faults: [{ path: deep, message: `is nested more than ${maxDepth} levels deep` }] };
  const parsed = scenarioSchema.safeParse(content);
  if (!parsed.success) return { scenario: null, faults: flattenIssues(parsed.error.issues) };
  return { scenario: parsed.data, faults: checkScenario(parsed.data) };
}
