const named = /\{survey\.([^{}]*)\}/g;

/** What is wrong with the `{survey.NAME}` of a text, in words; null: nothing. `names`: those of the site's questions. */
export function findSurveyNameFault(text: string, names: ReadonlySet<string>): string | null {
  const unknown = [...new Set([...text.matchAll(named)].flatMap(([, name = '']) => (names.has(name) ? [] : [name])))];
  if (unknown.length === 0) return null;
  const there = [...names].map((name) => `{survey.${name}}`).join(' ') || 'none';
  return `has ${unknown.map((name) => `{survey.${name}}`).join(' ')}, but the surveys have no such question; there are ${there}`;
}
