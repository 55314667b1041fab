import { expect, test } from 'vitest';
import { contentDisposition, safeFileName } from './safe-file-name.ts';

test.each<[what: string, sent: string, endings: string[], kept: string]>([
  ['a good name stays', 'Invoice 12.pdf', ['pdf'], 'Invoice 12.pdf'],
  ['letters of any script stay', 'Rechnung für 東京.pdf', ['pdf'], 'Rechnung für 東京.pdf'],
  ['the ending is in small letters', 'PHOTO.JPG', ['jpg', 'jpeg'], 'PHOTO.jpg'],
  ['folders go', '../../etc/passwd', ['txt'], 'passwd.txt'],
  ['folders of Windows go', 'C:\\temp\\a.pdf', ['pdf'], 'a.pdf'],
  ['an ending that does not fit is outdone', 'invoice.html', ['txt', 'csv'], 'invoice.html.txt'],
  ['a second ending is outdone', 'photo.jpg.exe', ['jpg'], 'photo.jpg.exe.jpg'],
  ['a device is none', 'CON', ['txt'], '_CON.txt'],
  ['a device with an ending is none', 'aux.txt', ['txt'], '_aux.txt'],
  ['line breaks go', 'a\r\nSet-Cookie: x.pdf', ['pdf'], 'aSet-Cookie_ x.pdf'],
  ['the direction of the text is not turned', 'exe.\u202Efdp.pdf', ['pdf'], 'exe.fdp.pdf'],
  ['invisible characters go', 'in\u200Bvoice\u0000.pdf', ['pdf'], 'invoice.pdf'],
  ['quotes and their like go', 'a"b<c>|d?.pdf', ['pdf'], 'a_b_c__d_.pdf'],
  ['nothing is left', '...', ['pdf'], 'file.pdf'],
  ['only an ending', '.pdf', ['pdf'], 'file.pdf'],
])('R-132 %s', (_what, sent, endings, kept) => {
  expect(safeFileName(sent, endings)).toBe(kept);
});

test('R-132 a name of 4 kB is cut, and keeps its ending', () => {
  const kept = safeFileName(`${'long '.repeat(800)}.pdf`, ['pdf']);
  expect(kept.length).toBeLessThanOrEqual(105);
  expect(kept.endsWith('.pdf')).toBe(true);
});

test('R-132 the header names the file for old browsers and in full, and cannot be broken out of', () => {
  expect(contentDisposition('attachment', 'Preis "ü" (1).pdf')).toBe(
    `attachment; filename="Preis ___ (1).pdf"; filename*=UTF-8''Preis%20%22%C3%BC%22%20%281%29.pdf`,
  );
  expect(contentDisposition('inline', '50% off.webp')).toBe(
    `inline; filename="50_ off.webp"; filename*=UTF-8''50%25%20off.webp`,
  );
});
