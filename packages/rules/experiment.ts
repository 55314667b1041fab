import { hashText } from './hash-text.ts';

/** Visitors who are sent nothing; those who see the invite itself; or the id of the invite whose look is shown instead. */
export type ExperimentGroup = 'holdOut' | 'invite' | (string & {});

/** What of a running experiment decides who is sent what. */
export interface RunningExperiment {
  /** Of the run: with other shares a new one begins, and visitors are shared out anew. */
  readonly runId: string;
  readonly inviteId: string;
  readonly holdOutPercent: number;
  readonly variants: readonly { readonly inviteId: string; readonly percent: number }[];
}

/** A group of an experiment with its share of the visitors, 0 to 1. */
export interface GroupShare {
  readonly group: ExperimentGroup;
  readonly share: number;
}

/** The groups of an experiment that have visitors: hold-out, the invite itself, variants in their order. Shares add up to 1. */
export function groupsOf({ holdOutPercent, variants }: Omit<RunningExperiment, 'runId' | 'inviteId'>): GroupShare[] {
  const own = 100 - holdOutPercent - variants.reduce((sum, { percent }) => sum + percent, 0);
  return [
    { group: 'holdOut', percent: holdOutPercent },
    { group: 'invite', percent: own },
    ...variants.map(({ inviteId, percent }) => ({ group: inviteId, percent })),
  ]
    .filter(({ percent }) => percent > 0)
    .map(({ group, percent }) => ({ group, share: percent / 100 }));
}

/** The group of a visitor: the same for every visit, tab and node as long as the run lasts, since it follows from the two ids. */
export function assignGroup(experiment: RunningExperiment, visitorId: string): ExperimentGroup {
  const groups = groupsOf(experiment);
  const place = hashText(`${experiment.runId} ${visitorId}`) / 2 ** 32;
  let end = 0;
  for (const { group, share } of groups) {
    end += share;
    if (place < end) return group;
  }
  // Shares such as 0.1 and 0.7 may add up to a hair below 1.
  return groups.at(-1)?.group ?? 'invite';
}
