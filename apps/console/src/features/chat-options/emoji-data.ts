import Database from 'emoji-picker-element/database';
import dataUrl from 'emoji-picker-element-data/en/emojibase/data.json?url';

/** An emoji to choose, and its name. */
export interface Emoji {
  readonly unicode: string;
  readonly name: string;
}

/** Groups of Unicode's own order, each with an emoji that stands for it. */
export const emojiGroups = [
  { id: 0, key: 'smileys', sign: '😀' },
  { id: 1, key: 'people', sign: '👋' },
  { id: 3, key: 'animals', sign: '🐱' },
  { id: 4, key: 'food', sign: '🍎' },
  { id: 5, key: 'travel', sign: '🏠' },
  { id: 6, key: 'activities', sign: '⚽' },
  { id: 7, key: 'objects', sign: '📝' },
  { id: 8, key: 'symbols', sign: '⛔' },
  { id: 9, key: 'flags', sign: '🏁' },
] as const;

// The package's own element draws itself with inline styles, which our policy forbids; its data and search are what counts.
const database = new Database({ dataSource: dataUrl, locale: 'en' });
const mostFavourites = 18;

type Found = Awaited<ReturnType<Database['getEmojiBySearchQuery']>>;

const toEmoji = (list: Found): Emoji[] =>
  list.flatMap((one) => ('unicode' in one ? [{ unicode: one.unicode, name: one.annotation }] : []));

/** Emoji of a group, those chosen most often (group null), or those that some words find. */
export async function findEmoji(words: string, group: number | null): Promise<Emoji[]> {
  if (words.trim() !== '') return toEmoji(await database.getEmojiBySearchQuery(words.trim()));
  if (group === null) return toEmoji(await database.getTopFavoriteEmoji(mostFavourites));
  return toEmoji(await database.getEmojiByGroup(group));
}

/** Remembers, in this browser, that an emoji was chosen. */
export function noteChosen(unicode: string): void {
  void database.incrementFavoriteEmojiCount(unicode);
}
