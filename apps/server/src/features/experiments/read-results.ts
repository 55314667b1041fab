import type { ExperimentComparison, ExperimentGroupResult, ExperimentResults } from '@foyer/protocol/experiment';
import { groupsOf } from '@foyer/rules/experiment';
import {
  compareMeans,
  type Difference,
  hasWrongShares,
  leastBuyers,
  leastConverted,
  type Sample,
} from '@foyer/rules/experiment-statistics';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { listInvites } from '../invites/list-invites.ts';
import { countConverted, countExposed, sumRevenue } from './outcome-repository.ts';
import { listChanged, type StoredRun } from './run-repository.ts';

const dayMs = 86_400_000;

/**
 * What a run has shown up to now. A visitor counts once their time for the goal is over, so that each gives one value that
 * nothing changes any more, and all groups have had the same time. For `storage.reports`.
 */
export async function readResults(
  db: Kysely<Database>,
  siteId: string,
  stored: StoredRun,
  now: number,
): Promise<ExperimentResults> {
  const { invites: began, changed: _changed, ...run } = stored;
  const withinMs = run.goalWithinDays * dayMs;
  const asked = { siteId, runId: run.id, withinMs, until: now - withinMs };
  const [exposed, revenue, converted, invites] = await Promise.all([
    countExposed(db, asked),
    sumRevenue(db, asked),
    run.goal === 'revenue' ? null : countConverted(db, asked, run.goal),
    listInvites(db, siteId),
  ]);
  const namesNow = new Map(invites.map(({ id, name }) => [id, name]));
  const nameOf = (inviteId: string) => namesNow.get(inviteId) ?? began[inviteId]?.name ?? null;
  const shares = groupsOf(run);
  const groups = shares.map(({ group, share }): ExperimentGroupResult => {
    const bought = revenue.get(group);
    return {
      group,
      name: group === 'holdOut' ? null : nameOf(group === 'invite' ? run.inviteId : group),
      share,
      exposed: exposed.get(group)?.exposed ?? 0,
      completed: exposed.get(group)?.completed ?? 0,
      converted: converted === null ? (bought?.buyers ?? 0) : (converted.get(group) ?? 0),
      revenue: bought?.sum ?? 0,
    };
  });
  const measure = run.goal === 'revenue' ? 'revenuePerVisitor' : 'rate';
  const sampleOf = ({ group, completed, converted: did }: ExperimentGroupResult): Sample =>
    measure === 'rate'
      ? { visitors: completed, converted: did, sum: did, sumOfSquares: did }
      : {
          visitors: completed,
          converted: did,
          sum: revenue.get(group)?.sum ?? 0,
          sumOfSquares: revenue.get(group)?.squares ?? 0,
        };
  return {
    run,
    measure,
    groups,
    comparisons: compareGroups(groups, sampleOf, measure === 'rate' ? 'yesNo' : 'amounts'),
    hasWrongShares: hasWrongShares(
      groups.map((one) => one.exposed),
      shares.map(({ share }) => share),
    ),
    changedInvites: [...listChanged(stored, invites)],
    needed: measure === 'rate' ? leastConverted : leastBuyers,
  };
}

/** Each look against the invite itself, and all that was shown against the hold-out. */
function compareGroups(
  groups: readonly ExperimentGroupResult[],
  sampleOf: (group: ExperimentGroupResult) => Sample,
  values: 'yesNo' | 'amounts',
): ExperimentComparison[] {
  const own = groups.find(({ group }) => group === 'invite');
  const heldOut = groups.find(({ group }) => group === 'holdOut');
  const shown = groups.filter((one) => one !== heldOut);
  const pairs = [
    ...(heldOut ? shown.map((one) => [one, heldOut] as const) : []),
    ...(own ? shown.filter((one) => one !== own).map((one) => [one, own] as const) : []),
  ];
  return pairs.map(([one, against]) => {
    const difference = compareMeans(sampleOf(one), sampleOf(against), { comparisons: pairs.length, values });
    return { group: one.group, against: against.group, difference, verdict: verdictOf(difference) };
  });
}

function verdictOf(difference: Difference | null): ExperimentComparison['verdict'] {
  if (difference === null) return 'tooFew';
  if (difference.low > 0) return 'better';
  return difference.high < 0 ? 'worse' : 'open';
}
