import type { CannedResponse } from '@foyer/protocol/canned-response';

/** Shorter words say little in any language. */
const shortestWord = 3;

/** The words of a text as they are compared: without case, accents, and the s of a plural. */
export function wordsOf(text: string): Set<string> {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(
    words
      .map((word) => (word.length > 3 ? word.replace(/s$/, '') : word))
      .filter((word) => word.length >= shortestWord),
  );
}

/**
 * The canned responses that fit what a visitor said, the best first: by the words that they share with it, each worth the
 * more the fewer responses have it (inverse document frequency), and twice that in a title. One fits that has a word of it in
 * its title or folder, or two in its text; words that most responses have count for nothing.
 */
export function suggestCanned(all: readonly CannedResponse[], said: string, most: number): CannedResponse[] {
  const wanted = wordsOf(said);
  if (wanted.size === 0) return [];
  const known = all.map((response) => {
    const title = wordsOf(`${response.folder.join(' ')} ${response.title}`);
    // A placeholder is no word of the response.
    const body = wordsOf(response.body.replace(/\{[\w.]*\}/g, ' '));
    return { response, title, body };
  });
  const worth = new Map<string, number>();
  for (const word of wanted) {
    const having = known.filter(({ title, body }) => title.has(word) || body.has(word)).length;
    const isCommon = having > 2 && having > known.length / 2;
    if (having > 0 && !isCommon) worth.set(word, Math.log(1 + known.length / having));
  }
  return known
    .map(({ response, title, body }) => {
      const inTitle = [...worth.keys()].filter((word) => title.has(word));
      const inBody = [...worth.keys()].filter((word) => !title.has(word) && body.has(word));
      const sum = (words: string[]) => words.reduce((total, word) => total + (worth.get(word) ?? 0), 0);
      const fits = inTitle.length > 0 || inBody.length > 1;
      return { response, score: fits ? 2 * sum(inTitle) + sum(inBody) : 0 };
    })
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score || one.response.title.localeCompare(other.response.title))
    .slice(0, most)
    .map(({ response }) => response);
}
