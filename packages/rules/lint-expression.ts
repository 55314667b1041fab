import { type Condition, type Expression, type Term, termsOf } from '@foyer/protocol/condition';
import { isAlwaysKnown, isImpossible } from './lint-conjunction.ts';
import type { Literal } from './lint-literal.ts';

/** One thing wrong with an expression. Paths are dotted, below the expression: `all.0.any.1`; empty: the whole of it. */
export interface ExpressionFinding {
  /**
   * `neverHolds`: no visit can meet it. `contradicts`: not together with the one at `related`. `outsideRule`: not together with
   * what the rule asks for besides, or with when it is looked at. `over`: only days that have passed. `alwaysHolds`: every
   * visit meets it. `repeats`: the same as the one at `related`.
   */
  readonly code: 'neverHolds' | 'contradicts' | 'outsideRule' | 'over' | 'alwaysHolds' | 'repeats';
  readonly path: string;
  readonly related: string | null;
}

/** What an expression is looked at with. */
export interface ExpressionScope {
  /** What holds whenever the expression is judged. */
  readonly given: readonly Literal[];
  /** Today, number of days since 1970, less one for zones that are behind. */
  readonly fromDay: number;
}

/** Ways to meet an expression that are looked at; with more, nothing is said of the whole. */
const maxWays = 300;

/** Finds conditions and groups that can't be met, are met by everybody, or stand there twice. What it says is certain. */
export function lintExpression(expression: Expression, scope: ExpressionScope): ExpressionFinding[] {
  const dead = findDead(expression, '', scope.given, scope);
  return [...dead, ...findIdle(expression, '')];
}

/** Whether no visit can meet it, by itself. */
export function neverHolds(expression: Expression): boolean {
  return !canBe(expression, true, '', [], null);
}

/** Whether every visit that meets one meets the other. Sure when it says so. */
export function implies(one: Expression, other: Expression): boolean {
  if (isAlways(other)) return true;
  if (!conditionsIn(other).every(({ variable }) => isAlwaysKnown(variable))) return false;
  const ways = waysTo(one, true, '');
  const against = waysTo(other, false, '');
  if (ways === null || against === null || ways.length * against.length > maxWays) return false;
  return ways.every((way) => against.every((counter) => isImpossible([...way, ...counter])));
}

/** Whether every visit meets it. */
export function isAlways(term: Term): boolean {
  if ('variable' in term) return isAlwaysCondition(term);
  const terms = termsOf(term);
  if (terms.length === 0) return true;
  if ('all' in term) return terms.every(isAlways);
  if ('any' in term && terms.some(isAlways)) return true;
  return conditionsIn(term).every(({ variable }) => isAlwaysKnown(variable)) && !canBe(term, false, '', [], null);
}

function isAlwaysCondition(condition: Condition): boolean {
  if (condition.variable === 'time.date' && condition.operator === 'withinLastDays') return true;
  return isAlwaysKnown(condition.variable) && isImpossible([{ condition, wanted: false, path: '' }]);
}

function conditionsIn(term: Term): Condition[] {
  return 'variable' in term ? [term] : termsOf(term).flatMap(conditionsIn);
}

/** Whether some way is left to make a term turn out as wanted. */
function canBe(term: Term, wanted: boolean, path: string, given: readonly Literal[], fromDay: number | null): boolean {
  const ways = waysTo(term, wanted, path);
  return ways === null || ways.some((way) => !isImpossible([...given, ...way], fromDay));
}

/** The conjunctions of conditions any of which makes a term turn out as wanted; null: too many to look at. */
function waysTo(term: Term, wanted: boolean, path: string): Literal[][] | null {
  if ('variable' in term) return [[{ condition: term, wanted, path }]];
  const group = kindOf(term);
  const terms = termsOf(term);
  if (terms.length === 0) return wanted ? [[]] : [];
  const partWanted = group === 'none' ? !wanted : wanted;
  const parts = terms.map((part, index) => waysTo(part, partWanted, join(path, `${group}.${index}`)));
  if (parts.includes(null)) return null;
  const known = parts.filter((ways) => ways !== null);
  const needsEach = group === 'all' ? wanted : !partWanted;
  if (!needsEach) {
    const all = known.flat();
    return all.length > maxWays ? null : all;
  }
  let ways: Literal[][] = [[]];
  for (const part of known) {
    ways = ways.flatMap((way) => part.map((more) => [...way, ...more]));
    if (ways.length > maxWays) return null;
  }
  return ways;
}

/** What of a term can't be met where it stands; `given`: what holds there by its neighbours. */
function findDead(term: Term, path: string, given: readonly Literal[], scope: ExpressionScope): ExpressionFinding[] {
  if ('variable' in term)
    return canBe(term, true, path, given, scope.fromDay) ? [] : [reasonOf(term, true, path, given, scope)];
  const group = kindOf(term);
  const wanted = group !== 'none';
  const parts = termsOf(term).map((part, index) => ({ part, path: join(path, `${group}.${index}`) }));
  if (group === 'any') return parts.flatMap(({ part, path }) => findDead(part, path, given, scope));

  // Members of `all` hold together, those of `none` fail together: each is looked at with the conditions before it.
  const found: ExpressionFinding[] = [];
  const before: Literal[] = [];
  for (const { part, path } of parts) {
    const context = [...given, ...before];
    if ('variable' in part) {
      const literal = { condition: part, wanted, path };
      if (!isImpossible([...context, literal], scope.fromDay)) before.push(literal);
      else found.push(reasonOf(part, wanted, path, context, scope));
    }
  }
  const context = [...given, ...before];
  for (const { part, path } of parts) {
    if ('variable' in part) continue;
    if (wanted) found.push(...findDead(part, path, context, scope));
    else if (!canBe(part, false, path, context, scope.fromDay)) found.push({ code: 'neverHolds', path, related: null });
  }
  return found;
}

/** Why a condition can't turn out as wanted. */
function reasonOf(
  condition: Condition,
  wanted: boolean,
  path: string,
  context: readonly Literal[],
  { fromDay, given }: ExpressionScope,
): ExpressionFinding {
  const literal = { condition, wanted, path };
  if (isImpossible([literal])) return { code: 'neverHolds', path, related: null };
  if (isImpossible([literal], fromDay)) return { code: 'over', path, related: null };
  const other = context.find((one) => one.path !== '' && isImpossible([one, literal], fromDay));
  if (other !== undefined) return { code: 'contradicts', path, related: other.path };
  if (isImpossible([...given, literal], fromDay)) return { code: 'outsideRule', path, related: null };
  return { code: 'contradicts', path, related: context.findLast((one) => one.path !== '')?.path ?? null };
}

/** Conditions and groups that make no difference. */
function findIdle(term: Term, path: string): ExpressionFinding[] {
  if ('variable' in term) return isAlwaysCondition(term) ? [{ code: 'alwaysHolds', path, related: null }] : [];
  const group = kindOf(term);
  const terms = termsOf(term);
  // An empty expression asks for nothing; an empty group within one is met by everybody.
  if (path === '' && terms.length === 0) return [];
  const parts = terms.map((part, index) => ({
    part,
    path: join(path, `${group}.${index}`),
    key: JSON.stringify(part),
  }));
  const repeats = parts.flatMap(({ path, key }, index): ExpressionFinding[] => {
    const first = parts.findIndex((one) => one.key === key);
    return first === index ? [] : [{ code: 'repeats', path, related: parts[first]?.path ?? null }];
  });
  const inside = parts.flatMap(({ part, path }) => findIdle(part, path));
  const isIdle = inside.length === 0 && isAlways(term);
  return [...repeats, ...inside, ...(isIdle ? [{ code: 'alwaysHolds' as const, path, related: null }] : [])];
}

function kindOf(expression: Expression): 'all' | 'any' | 'none' {
  return 'all' in expression ? 'all' : 'any' in expression ? 'any' : 'none';
}

function join(path: string, more: string): string {
  return path === '' ? more : `${path}.${more}`;
}
