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
export function compilePageLines(lines: readonly string[]): PageLine[] {
  return readPageLines(lines).map((text) => ({
    text,
    alternatives: readAlternatives(text)
      .filter((pattern) => checkPagePattern(pattern) === null)
      .map(compilePagePattern),
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
