import type { ConfigurationPlan } from '@foyer/protocol/configuration';

/** How many things a plan does. */
export function countChanges({ sites }: ConfigurationPlan): number {
  return sites.reduce(
    (sum, { isNew, sections }) =>
      sum + (isNew ? 1 : 0) + sections.reduce((count, { changes }) => count + changes.length, 0),
    0,
  );
}
