import { RE2JS, RE2JSException } from 're2js';

/** A regular expression that costs at most length of the text × size of the expression. */
export interface LinearExpression {
  /** Whether it is found anywhere in the text, without regard to case; the text is cut at 2,048 characters. */
  matches(text: string): boolean;
}

/** Instructions of the largest expression taken. */
const maxProgramSize = 250;

/**
 * Characters of a text that are looked at: more than any page address that is taken (2,000). The engine is linear, but on
 * the worst expressions it spends some 15 µs per character, so the 8 KiB of wildcard patterns would be too much here.
 */
const maxTextLength = 2048;

/** Compiles for an engine without backtracking; an expression it can't take comes back as the reason, for people. */
export function compileLinearExpression(source: string): LinearExpression | { readonly refusal: string } {
  try {
    const compiled = RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
    if (compiled.programSize() > maxProgramSize)
      return { refusal: 'is too costly an expression: shorten its repetitions' };
    return { matches: (text) => compiled.test(text.slice(0, maxTextLength)) };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { refusal: `is not an expression that can be matched in linear time: ${error.message}` };
  }
}
