import { checkPagePattern, compilePagePattern, type PagePattern, readPageAddress } from './page-pattern.ts';
import { readPatternList } from './pattern-list.ts';

/** One line of a prospect rule's specific pages: met when some page matches some alternative. */
export interface PageLine {
  readonly text: string;
  readonly alternatives: readonly PagePattern[];
}

/** The alternatives of a line: page patterns joined by ` OR `, in any case. */
export function readAlternatives(line: string): string[] {
  return line
    .split(/\s+OR\s+/i)
    .map((alternative) => alternative.trim())
    .filter((alternative) => alternative !== '');
}

/** Lines as stored; `;` and line breaks separate lines, too. */
export function readPageLines(lines: readonly string[]): string[] {
  return lines.flatMap(readPatternList);
}

/** Compiles the lines of a rule. An alternative that could not have been saved matches no page. */
export function compilePageLines(lines: readonly string[], keepsFragments: boolean): PageLine[] {
  return readPageLines(lines).map((text) => ({
    text,
    alternatives: readAlternatives(text)
      .filter((pattern) => checkPagePattern(pattern) === null)
      .map((pattern) => compilePagePattern(pattern, keepsFragments)),
  }));
}

/** The first page that meets a line; null: none does. */
export function findPageOfLine({ alternatives }: PageLine, urls: readonly string[]): string | null {
  return (
    urls.find((url) => {
      const page = readPageAddress(url);
      return alternatives.some((pattern) => pattern.matches(page));
    }) ?? null
  );
}

/** Null when a line, a page pattern or several joined by ` OR `, can be saved, else what is wrong with it. */
export function checkPageLine(line: string): string | null {
  // With blanks put around it, an OR at either end, or beside another one, leaves an empty alternative.
  const alternatives = ` ${line} `.split(/\s+OR(?=\s)/i).map((alternative) => alternative.trim());
  if (alternatives.includes('')) return 'has an OR without a page on each side of it';
  for (const alternative of alternatives) {
    const message = checkPagePattern(alternative);
    if (message !== null)
      return alternatives.length === 1 ? message : `has an alternative, ${alternative}, that ${message}`;
  }
  return null;
}
