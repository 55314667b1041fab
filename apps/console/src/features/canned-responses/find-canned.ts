import type { CannedResponse } from '@foyer/protocol/canned-response';

/** Where in a text the search for a canned response stands, and what is searched for. */
export interface SlashSearch {
  /** Place of the slash. */
  readonly start: number;
  readonly words: string;
}

const longest = 60;

/** The search that a slash before the cursor begins: at the start or after a blank, on the cursor's own line. Null: none. */
export function findSlash(text: string, cursor: number): SlashSearch | null {
  const before = text.slice(0, cursor);
  const start = before.lastIndexOf('/');
  if (start === -1 || (start > 0 && !/\s/.test(before[start - 1] ?? ''))) return null;
  const words = before.slice(start + 1);
  return words.includes('\n') || words.length > longest || words.startsWith(' ') ? null : { start, words };
}

/** Canned responses that have all of these words: those with all of them in their title first. */
export function findCanned(all: readonly CannedResponse[], words: string): CannedResponse[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => wanted.every((word) => text.toLowerCase().includes(word));
  const found = all.filter(({ title, folder, body }) => has(`${folder.join(' ')} ${title} ${body}`));
  if (wanted.length === 0) return found;
  return [...found.filter(({ title }) => has(title)), ...found.filter(({ title }) => !has(title))];
}

/** Folder and title as one line. */
export function pathOf({ folder }: Pick<CannedResponse, 'folder'>): string {
  return folder.join(' / ');
}

/** Folder names of a line such as `Shipping / Abroad`. */
export function folderOf(line: string): string[] {
  return line
    .split('/')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
