import { readFile } from 'node:fs/promises';
import { scenarioSchema } from '@foyer/protocol/scenario';
import { AppError } from '../../http/app-error.ts';
import { flattenIssues } from '../../http/flatten-issues.ts';
import { type SimulationResult, simulate } from './simulate.ts';

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
  const parsed = scenarioSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const faults = flattenIssues(parsed.error.issues).slice(0, faultsTold);
  throw new AppError(
    'invalid_request',
    [
      `${name} is not a scenario:`,
      ...faults.map(({ path, message }) => `  ${path || '(whole file)'}: ${message}`),
    ].join('\n'),
  );
}
