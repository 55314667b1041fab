/** Languages of the chat window's own words (ISO 639-1). */
export const windowLanguages = ['en', 'de', 'fr', 'es', 'ar'] as const;
export type WindowLanguage = (typeof windowLanguages)[number];

/** Which way a language is written. */
export function directionOf(language: WindowLanguage): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr';
}

/**
 * The first of the wishes (BCP 47 tags, most wanted first) that is offered, or the default. Of a tag only the language
 * counts: `de-AT` is German.
 */
export function chooseLanguage(
  wishes: readonly string[],
  { languages, defaultLanguage }: { languages: readonly WindowLanguage[]; defaultLanguage: WindowLanguage },
): WindowLanguage {
  for (const wish of wishes) {
    const wanted = wish.trim().toLowerCase().split(/[-_]/, 1)[0];
    const offered = [defaultLanguage, ...languages].find((language) => language === wanted);
    if (offered) return offered;
  }
  return defaultLanguage;
}
