/**
 * Entry of a process of its own that makes one image anew from bytes of strangers, then ends; with `check` it says whether one
 * is as it would make it. Started by `ImageEncoder` only, which ends it when it takes too long: what a hostile file may do to a decoder, it does here, where there is nothing to get.
 */
import { inviteImageLimits } from '@foyer/protocol/invite-image';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import type { EncodedImage, EncodeOutcome } from './encoded-image.ts';

const formats: Record<string, { readonly loader: string; readonly isLossless: boolean }> = {
  'image/png': { loader: 'VipsForeignLoadPngBuffer', isLossless: true },
  'image/jpeg': { loader: 'VipsForeignLoadJpegBuffer', isLossless: false },
  'image/gif': { loader: 'VipsForeignLoadNsgifBuffer', isLossless: true },
  'image/webp': { loader: 'VipsForeignLoadWebpBuffer', isLossless: false },
};
/** Larger ones are made smaller: no invite is shown larger. px */
const shownPixels = 1600;

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });

async function encode(sent: Uint8Array): Promise<EncodeOutcome> {
  const type = (await fileTypeFromBuffer(sent))?.mime ?? 'unknown';
  const format = formats[type];
  if (!format)
    return { refusal: `is no PNG, JPEG, GIF or WebP picture${type === 'unknown' ? '' : ` (its content is ${type})`}` };
  sharp.unblock({ operation: [format.loader] });
  const { width, height, pages = 1 } = await sharp(sent, { limitInputPixels: false }).metadata();
  const most = inviteImageLimits.pixels;
  if (width > most || height > most)
    return { refusal: `has ${width} × ${height} pixels; at most ${most} each way are allowed` };
  const image = await draw(sent, format.isLossless);
  return { image: { ...image, wasAnimated: pages > 1 } };
}

/** The first picture upright, in sRGB, without metadata; without loss where that stays small enough. */
async function draw(sent: Uint8Array, isLossless: boolean): Promise<Omit<EncodedImage, 'wasAnimated'>> {
  const { data, info } = await sharp(sent, {
    pages: 1,
    limitInputPixels: inviteImageLimits.pixels ** 2,
    failOn: 'error',
    sequentialRead: true,
  })
    .autoOrient()
    .resize({ width: shownPixels, height: shownPixels, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .webp(isLossless ? { lossless: true } : { quality: 88, alphaQuality: 100, smartSubsample: true })
    .toBuffer({ resolveWithObject: true });
  if (isLossless && data.length > inviteImageLimits.bytes) return draw(sent, false);
  return { content: data, width: info.width, height: info.height };
}

/** Whether an image is as one that was made here: it can be taken as it is. */
async function check(sent: Uint8Array): Promise<EncodeOutcome> {
  const foreign = { refusal: 'is no image that was exported from here: upload it instead' };
  const bytes = Buffer.from(sent);
  // Nothing stands behind the picture.
  const isWhole = bytes.length > 12 && bytes.readUInt32LE(4) + 8 === bytes.length;
  if ((await fileTypeFromBuffer(sent))?.mime !== 'image/webp' || !isWhole) return foreign;
  sharp.unblock({ operation: ['VipsForeignLoadWebpBuffer'] });
  const options = { limitInputPixels: shownPixels ** 2, failOn: 'error' } as const;
  const { width, height, pages = 1, exif, icc, xmp, iptc } = await sharp(sent, options).metadata();
  if (pages > 1 || exif || icc || xmp || iptc || width > shownPixels || height > shownPixels) return foreign;
  await sharp(sent, options).stats(); // reads all of it
  return { image: { content: sent, width, height, wasAnimated: false } };
}

const act = process.argv[2] === 'check' ? check : encode;
process.once('message', async (sent: Uint8Array) => {
  // Whatever a decoder says of a file, it is the file's fault.
  const outcome = await act(sent).catch((): EncodeOutcome => ({ refusal: 'cannot be read: it is damaged' }));
  process.send?.(outcome, () => process.disconnect());
});
