import type { RuleSet } from './compile-rules.ts';
import { type CompiledInvite, isUsedUp } from './invites.ts';
import type { Moment } from './moment.ts';
import { readPageAddress } from './page-pattern.ts';

/** Which auto-send rules an event gives cause to look at: all, or only those that time alone can make true. */
export type AutoSendScope = 'all' | 'timed';

/** Invites that want to send themselves now: page and conditions are true, and their frequency allows one more. */
export function findAutoSends({ autoSends }: RuleSet, moment: Moment, scope: AutoSendScope): CompiledInvite[] {
  return listCandidates(autoSends, moment).filter(
    ({ conditions }) =>
      (scope === 'all' || conditions?.isTimed === true) &&
      (conditions === null || conditions.explain(moment).verdict === true),
  );
}

/** The next instant at which time alone could make an auto-send rule true; null: none. */
export function nextAutoSendAt({ autoSends }: RuleSet, moment: Moment): number | null {
  const instants = listCandidates(autoSends, moment).flatMap(({ conditions }) => {
    if (conditions?.isTimed !== true) return [];
    const { verdict, flipsAt } = conditions.explain(moment);
    return verdict === true || flipsAt === null ? [] : [flipsAt];
  });
  return instants.length === 0 ? null : Math.min(...instants);
}

function listCandidates(autoSends: RuleSet['autoSends'], { visit }: Moment): CompiledInvite[] {
  // The newest page has to be on some screen still: not closed, not followed by an excluded one.
  const isOpen = Object.values(visit.tabs).some(
    ({ pageViewId, lostAt }) => pageViewId === visit.page.id && lostAt === null,
  );
  if (!isOpen) return [];
  return autoSends.onPage(readPageAddress(visit.page.url)).filter(({ invite }) => !isUsedUp(invite, visit));
}
