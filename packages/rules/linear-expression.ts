import { findLinearExpression } from './find-linear-expression.ts';
import { tabulateLinearExpression } from './linear-expression-tables.ts';
import { maxSubjectLength } from './match-wildcard.ts';

/** A regular expression that takes a bounded time for each character of a text, whatever it is and they are. */
export interface LinearExpression {
  /** Whether it is found anywhere in the text, without regard to case; the text is cut at 8 KiB. */
  matches(text: string): boolean;
}

/** Compiles for an engine without backtracking; an expression it can't take comes back as the reason, for people. */
export function compileLinearExpression(source: string): LinearExpression | { readonly refusal: string } {
  const tables = tabulateLinearExpression(source);
  if ('refusal' in tables) return tables;
  return { matches: (text) => findLinearExpression(tables, text.slice(0, maxSubjectLength)) };
}
