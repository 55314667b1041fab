/** What a file is, for showing: by its media type. */
export type FileKind = 'image' | 'pdf' | 'text' | 'document' | 'spreadsheet' | 'presentation' | 'file';

const byWord: readonly (readonly [word: string, kind: FileKind])[] = [
  ['wordprocessing', 'document'],
  ['opendocument.text', 'document'],
  ['spreadsheet', 'spreadsheet'],
  ['presentation', 'presentation'],
  ['text/', 'text'],
  ['image/', 'image'],
  ['/pdf', 'pdf'],
];

export function kindOf(mediaType: string): FileKind {
  return byWord.find(([word]) => mediaType.includes(word))?.[1] ?? 'file';
}
