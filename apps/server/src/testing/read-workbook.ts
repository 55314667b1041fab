import { inflateRawSync } from 'node:zlib';

/** A cell as it stands in a workbook. `type`: `n` number, `s` shared text, `b` flag; `style`: number of its format. */
export interface WorkbookCell {
  readonly type: string;
  readonly value: string;
  readonly style: string | null;
}

/** Files of a zip archive by name (APPNOTE 6.3.10, 4.3): its directory at the end is read, then what it names. */
export function unzip(bytes: Buffer): Map<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map<string, Buffer>();
  let at = bytes.readUInt32LE(end + 16);
  for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameBytes);
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const content = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    files.set(name, bytes.readUInt16LE(at + 10) === 0 ? content : inflateRawSync(content));
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return files;
}

/** The rows of a workbook's only sheet; what is empty is left out. */
export function readWorkbook(bytes: Buffer): { rows: WorkbookCell[][]; sheet: string } {
  const files = unzip(bytes);
  const textOf = (name: string) => files.get(name)?.toString() ?? '';
  const shared = [...textOf('xl/sharedStrings.xml').matchAll(/<si>(.*?)<\/si>/gs)].map(([, inside = '']) =>
    [...inside.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text = '']) => unescapeXml(text)).join(''),
  );
  const sheet = textOf('xl/worksheets/sheet1.xml');
  const rows = [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)].flatMap(([, attributes = '', inside]) => {
      if (inside === undefined) return [];
      const of = (name: string) => new RegExp(`(?:^| )${name}="([^"]*)"`).exec(attributes)?.[1] ?? null;
      const type = of('t') ?? 'n';
      const raw = unescapeXml(/<v>(.*?)<\/v>/s.exec(inside)?.[1] ?? '');
      return [{ type, value: type === 's' ? (shared[Number(raw)] ?? '') : raw, style: of('s') }];
    }),
  );
  return { rows, sheet };
}

function unescapeXml(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}

/** Records of a CSV text (RFC 4180): throws where it is not one. A field is told as `{ bare }` when it had no quotes. */
export function readCsv(text: string): (string | { bare: string })[][] {
  const records: (string | { bare: string })[][] = [];
  let record: (string | { bare: string })[] = [];
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const field = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
    field.lastIndex = at;
    const [all = '', quoted, bare = ''] = field.exec(text) ?? [];
    record.push(quoted === undefined ? { bare } : quoted.replaceAll('""', '"'));
    at += all.length;
    if (text.startsWith('\r\n', at)) {
      records.push(record);
      record = [];
      at += 2;
    } else if (text[at] === ',') at += 1;
    else throw new Error(`no comma and no end of line at ${at}: ${JSON.stringify(text.slice(at, at + 20))}`);
  }
  if (record.length > 0) throw new Error('the last record has no end');
  return records;
}
