import type { Counted, Words } from './words/words.ts';

declare global {
  /** The page's own script sets it before this one runs: the words of one language (`words/LANGUAGE.ts`). */
  var foyerWords: { words: Words };
}

/** What the window says, in the language of its page. */
export const words: Words = globalThis.foyerWords.words;

/** The language of this page (ISO 639-1). */
export function pageLanguage(): string {
  return globalThis.document?.documentElement.lang || 'en';
}

/** How the visitor writes numbers and times: the page's language as their browser has it, such as `en-GB`. */
export function locale(): string {
  const language = pageLanguage();
  return navigator.languages.find((one) => one.split('-', 1)[0] === language) ?? language;
}

/** A text with a number in it, in the form that the number asks for. */
export function count(forms: Counted, n: number): string {
  const form = forms[new Intl.PluralRules(pageLanguage()).select(n)] ?? forms.other;
  return form.replace('{n}', n.toLocaleString(locale()));
}
