import type { Explanation } from './explanation.ts';
import type { Moment } from './moment.ts';
import type { Verdict } from './visit.ts';

/** True when all are (none at all included), false when one is false, else unknown (Kleene's strong logic). */
export function allOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(false)) return false;
  return verdicts.includes('unknown') ? 'unknown' : true;
}

/** True when one is true, false when all are false, else unknown. False for no verdict at all. */
export function anyOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes(true)) return true;
  return verdicts.includes('unknown') ? 'unknown' : false;
}

/** The opposite; of unknown, unknown. */
export function not(verdict: Verdict): Verdict {
  return verdict === 'unknown' ? 'unknown' : !verdict;
}

/** The verdict of a group, part by part until it is settled. An empty group is true, whichever kind it is. */
export function judgeGroup(
  label: 'all' | 'any' | 'none',
  parts: readonly { judge(moment: Moment): Verdict }[],
  moment: Moment,
): Verdict {
  if (parts.length === 0) return true;
  const settling = label !== 'all';
  let isUnknown = false;
  for (const part of parts) {
    const verdict = part.judge(moment);
    if (verdict === settling) return label !== 'none' && settling;
    if (verdict === 'unknown') isUnknown = true;
  }
  if (isUnknown) return 'unknown';
  return label !== 'any';
}

/** Joins parts into the explanation of a group. An empty group is true, whichever kind it is (rules.md section 8). */
export function explainGroup(label: 'all' | 'any' | 'none', parts: readonly Explanation[]): Explanation {
  const verdicts = parts.map((part) => part.verdict);
  if (parts.length === 0) return { label, verdict: true, fact: null, flipsAt: null, parts };
  const verdict = label === 'all' ? allOf(verdicts) : label === 'any' ? anyOf(verdicts) : not(anyOf(verdicts));
  // One part that settles the group and that time can't change settles it for good.
  const settling = label !== 'all';
  const settled = parts.some((part) => part.verdict === settling && part.flipsAt === null);
  const flips = parts.flatMap((part) => part.flipsAt ?? []);
  return { label, verdict, fact: null, flipsAt: settled || flips.length === 0 ? null : Math.min(...flips), parts };
}
