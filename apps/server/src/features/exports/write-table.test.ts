import { expect, test } from 'vitest';
import { readCsv, readWorkbook } from '../../testing/read-workbook.ts';
import type { Cell, ExportTable } from './export-table.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { maxSheetRows, writeXlsx } from './write-xlsx.ts';

const texts = { id: 'text', title: 'Text', kind: 'text' } as const;

function table(columns: ExportTable['columns'], rows: readonly (readonly Cell[])[], currency = 'GBP'): ExportTable {
  async function* some() {
    yield rows;
  }
  return { title: 'What [is]: this?', columns, currency, timeZone: 'Europe/London', rows: some() };
}
async function join(pieces: AsyncIterable<string>): Promise<string> {
  let all = '';
  for await (const piece of pieces) all += piece;
  return all;
}

const hostile: readonly (readonly [what: string, text: string, safe: string])[] = [
  ['a formula', '=1+1', "'=1+1"],
  ['a call', "=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
  ['a plus', '+44 20 7946 0000', "'+44 20 7946 0000"],
  ['a minus', '-2+3', "'-2+3"],
  ['an at', '@SUM(A1)', "'@SUM(A1)"],
  ['a tab', '\tx', "'\tx"],
  ['a carriage return', '\rx', "'\rx"],
  ['blanks before', '   =1', "'   =1"],
  ['a no-break blank before', '\u00a0=1', "'\u00a0=1"],
  ['what cannot be seen before', '\u200b=1', "'\u200b=1"],
  ['full width', '＝1', "'＝1"],
  ['full width at', '＠x', "'＠x"],
  ['full width minus', '－1', "'－1"],
  ['a line break before', '\n=1', "'\n=1"],
  ['quotes and commas', 'say "hi", twice', 'say "hi", twice'],
  ['lines', 'one\r\ntwo\nthree\rfour', 'one\r\ntwo\nthree\rfour'],
  ['quotes that would end the field', '","=1"', '","=1"'],
  ['markup', '<b>&amp;</b>', '<b>&amp;</b>'],
  ['no character', 'a\u0000b\u001fc\ud800', 'abc'],
  ['an equals sign within', 'a=1', 'a=1'],
  ['an address', 'ann@example.com', 'ann@example.com'],
  ['another script', 'שלום 你好 🙂', 'שלום 你好 🙂'],
];

test.each(hostile)('R-178 %s is text in a CSV file', async (_what, text, safe) => {
  const csv = await join(writeCsv(table([texts], [[text]])));
  expect(csv.startsWith('\ufeff')).toBe(true);
  expect(readCsv(csv)).toEqual([['Text'], [safe]]);
});

test('R-178 all of them are text in a workbook, and none is a formula', async () => {
  const workbook = await writeXlsx(
    table(
      [texts],
      hostile.map(([, text]) => [text]),
    ),
  );
  if (workbook === null) throw new Error('no workbook');
  const { rows, sheet } = readWorkbook(workbook);
  const lines = (text: string) => text.replaceAll(/\r\n?/g, '\n');
  expect(rows.map(([cell]) => [cell?.type, lines(cell?.value ?? '')])).toEqual(
    ['Text', ...hostile.map(([, , safe]) => safe)].map((text) => ['s', lines(text)]),
  );
  expect(sheet).not.toMatch(/<f[ >]/);
});

const kinds = [
  { id: 'n', title: 'Number', kind: 'number' },
  { id: 'm', title: 'Money', kind: 'money' },
  { id: 'p', title: 'Part', kind: 'percent' },
  { id: 's', title: 'Wait', kind: 'seconds' },
  { id: 'i', title: 'When', kind: 'instant' },
  { id: 'd', title: 'Day', kind: 'day' },
  { id: 'f', title: 'Flag', kind: 'flag' },
] as const;
// After the clocks went forward: 14:05:06 in London.
const row = [-7, -1250, 12.345678, 0.5, Date.UTC(2026, 2, 29, 13, 5, 6), '2026-03-29', true];

test('numbers stay numbers in a CSV file, negative ones too; instants are what the site’s clock shows', async () => {
  const records = readCsv(await join(writeCsv(table(kinds, [row, row.map(() => null)]))));
  const bare = (text: string) => ({ bare: text });
  expect(records).toEqual([
    ['Number', 'Money (GBP)', 'Part (%)', 'Wait (s)', 'When', 'Day', 'Flag'],
    [bare('-7'), bare('-12.50'), bare('12.3457'), bare('0.5'), bare('2026-03-29 14:05:06'), bare('2026-03-29'), 'yes'],
    row.map(() => bare('')),
  ]);
});

test('in a workbook numbers are numbers and dates dates, with the digits of the currency', async () => {
  const workbook = await writeXlsx(table(kinds, [row], 'BHD'));
  if (workbook === null) throw new Error('no workbook');
  const [, cells = []] = readWorkbook(workbook).rows;
  const daysSince1900 = (at: number) => at / 86_400_000 + 25_569;
  expect(cells.map(({ type }) => type)).toEqual(['n', 'n', 'n', 'n', 'n', 'n', 'b']);
  expect(cells.slice(0, 6).map(({ value }) => Number(value))).toEqual([
    -7,
    -1.25,
    12.345678,
    0.5,
    expect.closeTo(daysSince1900(Date.UTC(2026, 2, 29, 14, 5, 6)), 6),
    daysSince1900(Date.UTC(2026, 2, 29)),
  ]);
});

test('in JSON texts are as they are, money has its digits, instants are of UTC', async () => {
  const columns = [...kinds, texts];
  const parsed = JSON.parse(
    await join(
      writeJson(
        table(
          columns,
          [
            [...row, '=1'],
            [...row, null],
          ],
          'JPY',
        ),
      ),
    ),
  );
  expect(parsed.rows).toHaveLength(2);
  expect(parsed.columns).toEqual(columns);
  expect(parsed.rows[0]).toMatchObject({
    n: -7,
    m: '-1250',
    i: '2026-03-29T13:05:06.000Z',
    d: '2026-03-29',
    text: '=1',
  });
});

test('a workbook takes so many rows and not one more', async () => {
  const rows = Array.from({ length: maxSheetRows + 1 }, () => ['x']);
  expect(await writeXlsx(table([texts], rows))).toBeNull();
});
