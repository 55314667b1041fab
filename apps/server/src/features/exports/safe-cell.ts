/** What a spreadsheet takes for the beginning of a formula, in every width; blanks and what can't be seen may stand before it. */
const formulaBeginning = /^(?:[\t\r\n]|[\s\p{Cf}\p{Zs}]*[=+\-@＝＋－＠﹦﹢﹣﹫−])/u;
/** What neither a CSV reader nor XML may be given: control characters without meaning in a text, and no characters at all. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g;

/** A text as a cell that no spreadsheet takes for a formula: an apostrophe before what looks like one, nothing else changed. */
export function safeCell(text: string): string {
  const clean = text.replace(/\p{Surrogate}/gu, '').replace(unprintable, '');
  return formulaBeginning.test(clean) ? `'${clean}` : clean;
}
