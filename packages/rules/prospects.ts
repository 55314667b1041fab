import type { ProspectRule } from '@foyer/protocol/prospect-rule';
import { eachOf, type Ways, waysByPages, waysTo } from './access.ts';
import { type CompiledExpression, compileExpression } from './conditions.ts';
import type { Explanation } from './explanation.ts';
import { findDurationFact } from './judge-duration.ts';
import { findPagesFact, listPagesEver } from './judge-page.ts';
import type { Moment } from './moment.ts';
import type { SiteReading } from './rule-set.ts';
import { compilePageLines, findPageOfLine, type PageLine, readAlternatives } from './specific-pages.ts';
import { explainGroup } from './three-valued.ts';
import type { Verdict } from './visit.ts';

const minuteMs = 60_000;

/** A prospect rule, ready to judge. */
export interface CompiledProspectRule {
  readonly rule: ProspectRule;
  readonly lines: readonly PageLine[];
  /** Null: none to meet. */
  readonly conditions: CompiledExpression | null;
  /** Whether time alone can change its verdict. */
  readonly isTimed: boolean;
}

/** Compiles one prospect rule of a site. */
export function compileProspectRule(rule: ProspectRule, site: SiteReading): CompiledProspectRule {
  const conditions = rule.conditions === null ? null : compileExpression(rule.conditions, site);
  return {
    rule,
    lines: compilePageLines(rule.specificPages, site.keepsFragments),
    conditions,
    isTimed: rule.minMinutes !== null || conditions?.isTimed === true,
  };
}

/** Ways by which a visit can come to match the rule. */
export function waysToProspectRule({ rule, lines }: CompiledProspectRule): Ways {
  return eachOf([
    waysTo(rule.conditions),
    ...lines.map((line) => waysByPages('page.anyEver', readAlternatives(line.text))),
    waysByVolume(rule),
    rule.startAfterVisits > 1
      ? { by: 'atLeast', fact: { variable: 'visitor.visitNumber', name: undefined }, least: rule.startAfterVisits }
      : null,
  ]);
}

/** Whether the rule is true of the visit now (rules.md section 6). */
export function judgeProspectRule({ rule, lines, conditions }: CompiledProspectRule, moment: Moment): Verdict {
  if (!isDue(rule, moment) || !hasVolume(rule, moment)) return false;
  if (lines.length > 0) {
    const urls = listPagesEver(moment.visit);
    if (!lines.every((line) => findPageOfLine(line, urls) !== null))
      return hasForgottenPages(moment) ? 'unknown' : false;
  }
  return conditions === null ? true : conditions.judge(moment);
}

/** Why a prospect rule is true of a visit or not (B-301). Only what the rule asks for has a part. */
export function explainProspectRule(compiled: CompiledProspectRule, moment: Moment): Explanation {
  const { rule, lines, conditions } = compiled;
  const parts: Explanation[] = [];
  if (rule.startAfterVisits > 1)
    parts.push(
      leaf(`startAfterVisits ${rule.startAfterVisits}`, isDue(rule, moment), String(moment.visit.visitNumber)),
    );
  const volume = explainVolume(rule, moment);
  if (volume !== null) parts.push(volume);
  if (lines.length > 0) {
    const urls = listPagesEver(moment.visit);
    const missing = hasForgottenPages(moment) ? 'unknown' : false;
    parts.push(
      explainGroup(
        'all',
        lines.map((line) => {
          const page = findPageOfLine(line, urls);
          return leaf(
            `specificPages ${line.text}`,
            page === null ? missing : true,
            page ?? `none of ${urls.length} pages`,
          );
        }),
      ),
    );
  }
  if (conditions !== null) parts.push(conditions.explain(moment));
  return explainGroup('all', parts);
}

function isDue(rule: ProspectRule, { visit }: Moment): boolean {
  return visit.visitNumber >= rule.startAfterVisits;
}

function hasVolume({ minPages, minMinutes }: ProspectRule, moment: Moment): boolean {
  if (minPages === null && minMinutes === null) return true;
  return (
    (minPages !== null && pagesEver(moment) >= minPages) ||
    (minMinutes !== null && visibleMs(moment).ms >= minMinutes * minuteMs)
  );
}

function explainVolume({ minPages, minMinutes }: ProspectRule, moment: Moment): Explanation | null {
  const parts: Explanation[] = [];
  if (minPages !== null) {
    const pages = pagesEver(moment);
    parts.push(leaf(`minPages ${minPages}`, pages >= minPages, String(pages)));
  }
  if (minMinutes !== null) {
    const { ms, growsUntil } = visibleMs(moment);
    const wanted = Math.ceil(minMinutes * minuteMs);
    const at = moment.at + wanted - ms;
    const flipsAt = ms < wanted && growsUntil !== null && at <= growsUntil ? at : null;
    parts.push({
      ...leaf(`minMinutes ${minMinutes}`, ms >= wanted, String(Math.floor((ms / minuteMs) * 100) / 100)),
      flipsAt,
    });
  }
  const [only, ...others] = parts;
  return others.length === 0 ? (only ?? null) : explainGroup('any', parts);
}

function waysByVolume({ minPages, minMinutes }: ProspectRule): Ways {
  const someOf: Ways[] = [];
  if (minPages !== null)
    someOf.push({ by: 'atLeast', fact: { variable: 'visitor.pages', name: undefined }, least: minPages });
  if (minMinutes !== null)
    someOf.push({
      by: 'atLeast',
      fact: { variable: 'visitor.minutes', name: undefined },
      least: minMinutes * minuteMs,
    });
  return someOf.length === 0 ? null : { someOf };
}

function pagesEver({ visit }: Moment): number {
  return visit.visitor.earlierPages + visit.pageCount;
}

function visibleMs(moment: Moment): { ms: number; growsUntil: number | null } {
  return findDurationFact('visitor.minutes', moment) ?? { ms: 0, growsUntil: null };
}

function hasForgottenPages(moment: Moment): boolean {
  return findPagesFact('page.anyEver', moment).hasForgotten;
}

function leaf(label: string, verdict: Verdict, fact: string): Explanation {
  return { label, verdict, fact, flipsAt: null, parts: [] };
}
