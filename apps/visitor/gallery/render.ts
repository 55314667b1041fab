/**
 * Draws each SVG of this folder as PNG, twice its size: text then looks the same wherever it is shown. Run by hand after a
 * change: `node apps/visitor/gallery/render.ts`. Needs Chromium (FOYER_TEST_CHROMIUM names it where it is elsewhere) and the
 * font Liberation Sans (Debian's fonts-liberation).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { chromium } from '@playwright/test';
import { fewColours } from './few-colours.ts';

const here = import.meta.dirname;
const browser = await chromium.launch({
  executablePath: process.env.FOYER_TEST_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
const hasFont = await page.evaluate(() => {
  const context = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
  const widthIn = (font: string) => {
    context.font = `50px ${font}`;
    return context.measureText('Ask us now').width;
  };
  return widthIn("'Liberation Sans', monospace") !== widthIn('monospace');
});
if (!hasFont) throw new Error('The font Liberation Sans is not installed: the texts would be as wide as another one’s');
for (const file of readdirSync(here).filter((name) => name.endsWith('.svg'))) {
  const svg = readFileSync(join(here, file), 'utf8');
  const { width, height, pixels } = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * 2;
    canvas.height = image.naturalHeight * 2;
    const context = canvas.getContext('2d') as CanvasRenderingContext2D;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    return { width: canvas.width, height: canvas.height, pixels: [...data] };
  }, svg);
  const png = indexedPng(width, height, Uint8Array.from(pixels));
  writeFileSync(join(here, file.replace('.svg', '.png')), png);
  console.log(`${file}: ${width} × ${height}, ${png.length} bytes`);
}
await browser.close();

/** A PNG (W3C PNG, third edition) with a palette of up to 256 colours and their opacities, from RGBA pixels. */
function indexedPng(width: number, height: number, rgba: Uint8Array): Buffer {
  const { palette, indices } = fewColours(rgba);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) rows.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8); // 8 bits, palette, no interlace
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => colour.slice(0, 3)))),
    chunk('tRNS', Buffer.from(palette.map(([, , , opacity]) => opacity))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
