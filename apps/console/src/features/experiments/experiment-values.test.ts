import type { Experiment } from '@foyer/protocol/experiment';
import { expect, test } from 'vitest';
import { beginsRun, type ExperimentValues, fromExperimentValues, toExperimentValues } from './experiment-values.ts';

const running: Experiment = {
  id: 'e',
  version: 3,
  name: 'Bell or hand',
  inviteId: 'hand',
  enabled: true,
  holdOutPercent: 5,
  variants: [{ inviteId: 'bell', percent: 40 }],
  goal: 'customer',
  goalWithinDays: 14,
};
const values = toExperimentValues(running, null);

test('B-307 an experiment is the same after it was in the form', () => {
  const { id: _id, version: _version, ...fields } = running;
  const { key: _key, ...variant } = fromExperimentValues(values).variants[0] as { key?: string };
  expect({ ...fromExperimentValues(values), variants: [variant] }).toEqual(fields);
});

test.each<[what: string, change: Partial<ExperimentValues>, begins: boolean]>([
  ['nothing', {}, false],
  ['another name', { name: 'Other' }, false],
  ['stopping', { enabled: false, holdOutPercent: 9 }, false],
  ['another share', { holdOutPercent: 6 }, true],
  ['another look', { variants: [{ key: 'x', inviteId: 'star', percent: 40 }] }, true],
  ['another goal', { goal: 'chat' }, true],
])('B-307 of a running one, %s: a new run begins: %j %s', (_what, change, begins) => {
  expect(beginsRun(running, { ...values, ...change })).toBe(begins);
  expect(beginsRun({ ...running, enabled: false }, { ...values, ...change })).toBe(false);
});
