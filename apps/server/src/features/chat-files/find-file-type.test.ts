import { describe, expect, test } from 'vitest';
import { samplePdf, zipOf } from '../../testing/sample-files.ts';
import { findFileType } from './find-file-type.ts';

const fileOf = (content: Buffer) => ({
  bytes: content.length,
  read: async (start: number, length: number) => content.subarray(start, start + length),
});
const judge = async (content: Buffer | string, allowsOffice = false) => {
  const found = await findFileType(fileOf(Buffer.from(content)), { allowsOffice });
  return 'refusal' in found ? `refused: ${found.refusal.split(':')[0]}` : found.mediaType;
};
const gif = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');
const docx = { '[Content_Types].xml': '<Types/>', '_rels/.rels': '<r/>', 'word/document.xml': '<d/>' };
const odt = {
  mimetype: 'application/vnd.oasis.opendocument.text',
  'content.xml': '<c/>',
  'META-INF/manifest.xml': '<m/>',
};
const kind = 'refused: is of a kind that is not taken';
const page = '<p>hello</p><script>alert(1)</script>';

test.each<[what: string, content: Buffer | string, found: string]>([
  ['a GIF', gif, 'image/gif'],
  ['a PDF', samplePdf, 'application/pdf'],
  ['a text', 'Hello,\r\n\tworld äöü 東京\n', 'text/plain'],
  ['a text in an old encoding', Buffer.from('Grüße', 'latin1'), 'text/plain'],
  ['a list with commas', 'name,price\nlamp,3 < 5\n', 'text/plain'],
  ['nothing', '', 'refused: is empty'],
  ['a page', `<!DOCTYPE html>${page}`, kind],
  ['a page without a beginning', page, kind],
  ['a page behind text', `Dear all,\n\n${page}`, kind],
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', kind],
  ['XHTML', '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', kind],
  ['a program', Buffer.from('4d5a90000300000004000000ffff0000', 'hex'), kind],
  ['bytes of no kind', Buffer.from([1, 2, 3, 0, 5]), kind],
  ['a PDF that begins as something else', Buffer.concat([Buffer.from([0, 1, 2]), samplePdf]), kind],
  ['a TIFF', Buffer.from('49492a0008000000000000000000', 'hex'), kind],
  ['an archive', zipOf({ 'a.txt': 'hello' }), 'refused: is an archive, which is not taken here'],
  ['an office document', zipOf(docx), 'refused: is an office document, which is not taken here'],
])('R-130, R-131 %s', async (_what, content, found) => {
  expect((await judge(content)).startsWith(found)).toBe(true);
});

describe('office documents, where the site takes them', () => {
  const vendor = 'application/vnd.openxmlformats-officedocument';
  const archive = 'refused: is an archive, which is not taken here';
  test.each<[what: string, parts: Record<string, string>, found: string]>([
    ['Word', docx, `${vendor}.wordprocessingml.document`],
    ['Excel', { '[Content_Types].xml': '<t/>', 'xl/workbook.xml': '<w/>' }, `${vendor}.spreadsheetml.sheet`],
    ['OpenDocument', odt, 'application/vnd.oasis.opendocument.text'],
    ['with a macro', { ...docx, 'word/vbaProject.bin': 'x' }, archive],
    ['of two kinds', { ...docx, 'xl/workbook.xml': '<w/>' }, archive],
    ['with a part outside', { ...docx, '../evil.xml': 'x' }, archive],
    ['any other archive', { 'a.txt': 'hello' }, archive],
    ['OpenDocument whose type stands elsewhere', { 'content.xml': '<c/>', mimetype: odt.mimetype }, archive],
  ])('%s', async (_what, parts, found) => {
    expect(await judge(zipOf(parts), true)).toBe(found);
  });

  test('R-139 one whose list of parts is broken is an archive, whatever it says', async () => {
    const whole = zipOf(docx);
    const cut = whole.subarray(0, whole.length - 30);
    const lies = Buffer.from(whole);
    lies.writeUInt32LE(0xffffff00, whole.length - 6);
    const many = Buffer.from(whole);
    many.writeUInt16LE(60_000, whole.length - 12);
    for (const content of [cut, lies, many]) expect(await judge(content, true)).toBe(archive);
  });
});
