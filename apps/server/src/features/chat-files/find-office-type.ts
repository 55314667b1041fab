import type { ReceivedFile } from './receive-file.ts';

const vendor = 'application/vnd.openxmlformats-officedocument';
/** The part that only this kind of document has. */
const mainParts: Readonly<Record<string, string>> = {
  'word/document.xml': `${vendor}.wordprocessingml.document`,
  'xl/workbook.xml': `${vendor}.spreadsheetml.sheet`,
  'ppt/presentation.xml': `${vendor}.presentationml.presentation`,
};
const openDocument = /^application\/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)/;

/** The end of a ZIP, its comment included, and of its list of parts, is no longer than this. */
const tailBytes = 65_557;
const mostParts = 5000;
const listBytes = 1_048_576;

/**
 * Media type of an office document without macros, by the names of its parts (ZIP, APPNOTE.TXT 4.3); null: any other archive.
 * Nothing is unpacked.
 */
export async function findOfficeType(file: Pick<ReceivedFile, 'bytes' | 'read'>): Promise<string | null> {
  const names = await readPartNames(file);
  if (names === null || names.some((name) => /vbaProject|macrosheets|\.bin$/i.test(name) || isOutside(name)))
    return null;
  if (names.includes('mimetype') && names.includes('content.xml')) {
    // Of an OpenDocument the first part is its type, not packed (OpenDocument 1.3, part 2, 3.3).
    const head = await file.read(0, 200);
    if (head.readUInt16LE(8) !== 0 || head.toString('latin1', 30, 38) !== 'mimetype') return null;
    return openDocument.exec(head.toString('latin1', 38))?.[0] ?? null;
  }
  if (!names.includes('[Content_Types].xml')) return null;
  const found = names.flatMap((name) => mainParts[name] ?? []);
  return found.length === 1 ? (found[0] ?? null) : null;
}

function isOutside(name: string): boolean {
  return name.startsWith('/') || name.includes('..') || name.includes('\\');
}

/** Names of the parts of a ZIP; null: it has none that can be read. */
async function readPartNames(file: Pick<ReceivedFile, 'bytes' | 'read'>): Promise<string[] | null> {
  const tail = await file.read(Math.max(0, file.bytes - tailBytes), tailBytes);
  const end = tail.lastIndexOf(Buffer.from('504b0506', 'hex'));
  if (end < 0 || end + 22 > tail.length) return null;
  const count = tail.readUInt16LE(end + 10);
  const size = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count > mostParts || size > listBytes || start + size > file.bytes) return null;
  const list = await file.read(start, size);
  const names: string[] = [];
  let at = 0;
  while (names.length < count) {
    if (at + 46 > list.length || list.readUInt32BE(at) !== 0x504b0102) return null;
    const nameLength = list.readUInt16LE(at + 28);
    names.push(list.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
  }
  return names;
}
