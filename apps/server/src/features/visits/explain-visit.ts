import type {
  ExplainedRule,
  explanationQuerySchema,
  RuleExplanation,
  RuleKind,
  VisitExplanations,
} from '@foyer/protocol/explanation';
import type { RuleSet } from '@foyer/rules/compile-rules';
import { type Circumstances, explainRule } from '@foyer/rules/explain-rule';
import type { Explanation } from '@foyer/rules/explanation';
import { findBlockers } from '@foyer/rules/find-blockers';
import type { StaffFacts, Visit } from '@foyer/rules/visit';
import type { z } from 'zod';
import type { VisitStore } from '../../bus/visit-store.ts';
import { AppError } from '../../http/app-error.ts';
import type { Storage } from '../../storage/storage.ts';
import { cutFact, cutFacts, cutFiring } from './cut-facts.ts';
import { listFiredRules, listFirings } from './firing-repository.ts';
import { readStoredVisit } from './read-stored-visit.ts';
import type { SiteConfigurations } from './site-configuration.ts';
import { findVisitorOf } from './visit-repository.ts';

/** What explanations are made from. */
export interface ExplainParts {
  readonly storage: Storage;
  readonly store: VisitStore<Visit>;
  readonly configurations: SiteConfigurations;
  readonly staffOf: (siteId: string) => StaffFacts;
  readonly now: () => number;
}

const firingsShown = 100;
/** Facts can be long, such as all pages of a visit: so many characters are told in a list, and in the whole tree. */
const factShown = { inList: 300, inTree: 4000 };

/** What some of a site's rules say of a visit, live or stored (B-301). Null: no such visit on this site. */
export async function explainVisit(
  parts: ExplainParts,
  siteId: string,
  visitId: string,
  query: z.infer<typeof explanationQuerySchema>,
): Promise<VisitExplanations | null> {
  const found = await findCircumstances(parts, siteId, visitId);
  if (found === null) return null;
  const { rules, seen } = found;
  const visit = { visitorId: seen.visit.visitorId, visitId };
  const { db } = parts.storage;
  const [recorded, fired] = await Promise.all([
    listFirings(db, siteId, { ...visit, kind: query.kind }, firingsShown),
    listFiredRules(db, siteId, visit),
  ]);
  const { page, next } = takePage(listRules(rules, query), query);
  return {
    ...describe(visitId, seen),
    recorded: recorded.map((firing) => cutFiring(firing, factShown.inList)),
    rules: page.flatMap(({ kind, id }) => explain(rules, kind, id, seen, fired)?.rule ?? []),
    next,
  };
}

/** What one rule says of a visit, with the whole tree. Null: no such visit, or no such rule and none that fired. */
export async function explainVisitRule(
  parts: ExplainParts,
  siteId: string,
  visitId: string,
  { kind, ruleId }: { readonly kind: RuleKind; readonly ruleId: string },
): Promise<RuleExplanation | null> {
  const found = await findCircumstances(parts, siteId, visitId);
  if (found === null) return null;
  const { rules, seen } = found;
  const visit = { visitorId: seen.visit.visitorId, visitId };
  const { db } = parts.storage;
  const recorded = await listFirings(db, siteId, { ...visit, kind, ruleId }, firingsShown);
  const fired = new Set(recorded.length === 0 ? [] : [`${kind} ${ruleId}`]);
  const explained = explain(rules, kind, ruleId, seen, fired);
  if (explained === null && recorded.length === 0) return null;
  return {
    ...describe(visitId, seen),
    recorded: recorded.map((firing) => cutFiring(firing, factShown.inTree)),
    rule: explained && { ...explained.rule, explanation: cutFacts(explained.explanation, factShown.inTree) },
  };
}

/** The visit as it is now, or as it was in the end. */
export async function findCircumstances(
  parts: ExplainParts,
  siteId: string,
  visitId: string,
): Promise<{ rules: RuleSet; seen: Circumstances } | null> {
  const { db } = parts.storage;
  const [configuration, visitorId] = await Promise.all([
    parts.configurations.find(siteId),
    findVisitorOf(db, siteId, visitId),
  ]);
  if (!configuration || visitorId === null) return null;
  const { rules } = configuration;
  const live = await parts.store.get(siteId, visitorId).catch(() => null);
  if (live?.id === visitId) return { rules, seen: { visit: live, at: parts.now(), staff: parts.staffOf(siteId) } };
  const stored = await readStoredVisit(db, siteId, visitId);
  return stored && { rules, seen: { ...stored, staff: null } };
}

function describe(visitId: string, { at, staff }: Circumstances) {
  return { visitId, at, live: staff !== null };
}

interface RuleName {
  readonly kind: RuleKind;
  readonly id: string;
  readonly name: string;
}

/** The rules of a site in their order: alerts, prospect rules, invites. */
function listRules(
  { source }: RuleSet,
  { kind, search = '' }: { readonly kind?: RuleKind | undefined; readonly search?: string | undefined },
): RuleName[] {
  const named = (of: RuleKind, documents: readonly { readonly id: string; readonly name: string }[]): RuleName[] =>
    kind === undefined || kind === of ? documents.map(({ id, name }) => ({ kind: of, id, name })) : [];
  const words = search.toLowerCase().split(/\s+/);
  return [
    ...named('alert', source.alerts),
    ...named('prospectRule', source.prospectRules),
    ...named('invite', source.invites),
  ].filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
}

/** So many after the rule that `cursor` names. */
function takePage(
  all: readonly RuleName[],
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): { page: readonly RuleName[]; next: string | null } {
  const cursorOf = ({ kind, id }: RuleName) => `${kind}:${id}`;
  const last = cursor === undefined ? -1 : all.findIndex((one) => cursorOf(one) === cursor);
  if (cursor !== undefined && last === -1)
    throw new AppError('invalid_request', 'The rules have changed since: read them from the start', {
      fields: [{ path: 'cursor', message: 'names no rule of this list' }],
    });
  const page = all.slice(last + 1, last + 1 + limit);
  const end = page.at(-1);
  return { page, next: end === undefined || last + 1 + limit >= all.length ? null : cursorOf(end) };
}

/** `fired`: rules that fired in the visit; a visit itself doesn't know of all those that did in shadow. */
function explain(
  rules: RuleSet,
  kind: RuleKind,
  id: string,
  seen: Circumstances,
  fired: ReadonlySet<string>,
): { rule: ExplainedRule; explanation: Explanation } | null {
  const explained = explainRule(rules, kind, id, seen);
  if (explained === null) return null;
  const { name, enabled, shadow, verdict, explanation } = explained;
  const hasFired = explained.state !== 'fired' && fired.has(`${kind} ${id}`);
  const blockers = findBlockers(explanation);
  return {
    rule: {
      kind,
      id,
      name,
      enabled,
      shadow,
      verdict,
      state: hasFired ? 'fired' : explained.state,
      blocked:
        blockers?.map(({ condition: { label, fact, verdict, flipsAt }, wanted }) => ({
          label,
          fact: cutFact(fact ?? '', factShown.inList),
          verdict,
          flipsAt,
          wanted,
        })) ?? null,
      flipsAt: hasFired ? null : explained.flipsAt,
      note: hasFired ? null : explained.note,
    },
    explanation,
  };
}
