import type { RuleSet } from './compile-rules.ts';
import { type CompiledInvite, isUsedUp } from './invites.ts';
import type { Moment } from './moment.ts';
import { matchesSomePage, readPageAddress } from './page-pattern.ts';

/** Which rules an event gives cause to look at: all, or only those that time alone can make true. */
export type EvaluationScope = 'all' | 'timed';

/** Invites that want to send themselves now: page and conditions are true, and their frequency allows one more. */
export function findAutoSends({ autoSends }: RuleSet, moment: Moment, scope: EvaluationScope): CompiledInvite[] {
  return listCandidates(autoSends, moment).filter(
    ({ conditions }) =>
      (scope === 'all' || conditions?.isTimed === true) && (conditions === null || conditions.judge(moment) === true),
  );
}

/** The next instant at which time alone could make an auto-send rule true; null: none. */
export function nextAutoSendAt({ autoSends }: RuleSet, moment: Moment): number | null {
  const instants = listCandidates(autoSends, moment).flatMap(({ conditions }) => {
    if (conditions?.isTimed !== true) return [];
    const { verdict, flipsAt } = conditions.explain(moment);
    return verdict === true || flipsAt === null ? [] : [flipsAt];
  });
  const next = autoSends.nextAt(moment);
  if (next !== null) instants.push(next);
  return instants.length === 0 ? null : Math.min(...instants);
}

function listCandidates(autoSends: RuleSet['autoSends'], moment: Moment): CompiledInvite[] {
  const { visit } = moment;
  // The newest page has to be on some screen still: not closed, not followed by an excluded one.
  const isOpen = Object.values(visit.tabs).some(
    ({ pageViewId, lostAt }) => pageViewId === visit.page.id && lostAt === null,
  );
  if (!isOpen) return [];
  const candidates = autoSends.candidates(moment);
  if (candidates.length === 0) return candidates;
  const page = readPageAddress(visit.page.url);
  return candidates.filter(({ invite, pages }) => matchesSomePage(pages, page) && !isUsedUp(invite, visit));
}
