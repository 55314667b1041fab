/** Control characters, lone surrogates, and the marks that reorder what is shown after them. */
const unwanted = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu;

/** Text from outside made fit to store and show: unwanted characters dropped, at most `maxLength` UTF-16 units, whole characters. */
export function cleanText(text: string, maxLength: number): string {
  const clean = text.replace(unwanted, '');
  return clean.length <= maxLength ? clean : clean.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');
}

/** The same, trimmed; null when nothing is left. */
export function cleanTextOrNull(text: string | null | undefined, maxLength: number): string | null {
  return cleanText((text ?? '').trim(), maxLength).trim() || null;
}
