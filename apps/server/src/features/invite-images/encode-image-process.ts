/**
 * Entry of a process of its own that makes one image anew from bytes of strangers, for an invite or for a chat, then ends; with
 * `check…` it says whether one is as it would make it. Started by `ImageEncoder` only, which ends it when it takes too long: what a hostile file may do to a decoder, it does here, where there is nothing to get.
 */
import { chatImageLimits } from '@foyer/protocol/chat-file';
import { inviteImageLimits } from '@foyer/protocol/invite-image';
import { fileTypeFromBuffer } from 'file-type';
import sharp from 'sharp';
import type { EncodedImage, EncodeOutcome, ImageAct } from './encoded-image.ts';

const formats: Record<string, { readonly loader: string; readonly isLossless: boolean }> = {
  'image/png': { loader: 'VipsForeignLoadPngBuffer', isLossless: true },
  'image/jpeg': { loader: 'VipsForeignLoadJpegBuffer', isLossless: false },
  'image/gif': { loader: 'VipsForeignLoadNsgifBuffer', isLossless: true },
  'image/webp': { loader: 'VipsForeignLoadWebpBuffer', isLossless: false },
};
/** What an image is for: how many pixels it may have, and as how large a one it is kept. px */
interface Purpose {
  readonly findFault: (width: number, height: number) => string | null;
  /** All that one may have. */
  readonly pixels: number;
  /** Larger ones are made smaller: none is shown larger. */
  readonly shownPixels: number;
  /** Without loss only where that is no larger. */
  readonly losslessBytes: number;
}

const invite: Purpose = {
  findFault(width, height) {
    const most = inviteImageLimits.pixels;
    return width > most || height > most
      ? `has ${width} × ${height} pixels; at most ${most} each way are allowed`
      : null;
  },
  pixels: inviteImageLimits.pixels ** 2,
  shownPixels: 1600,
  losslessBytes: inviteImageLimits.bytes,
};
const chat: Purpose = {
  findFault: (width, height) =>
    width * height > chatImageLimits.pixels
      ? `has ${width} × ${height} pixels; at most ${chatImageLimits.pixels / 1_000_000} million are allowed`
      : null,
  ...chatImageLimits,
};

sharp.cache(false);
sharp.concurrency(1);
sharp.block({ operation: ['VipsForeignLoad'] });

async function encode(sent: Uint8Array, purpose: Purpose): Promise<EncodeOutcome> {
  const type = (await fileTypeFromBuffer(sent))?.mime ?? 'unknown';
  const format = formats[type];
  if (!format)
    return { refusal: `is no PNG, JPEG, GIF or WebP picture${type === 'unknown' ? '' : ` (its content is ${type})`}` };
  sharp.unblock({ operation: [format.loader] });
  const { width, height, pages = 1 } = await sharp(sent, { limitInputPixels: false }).metadata();
  const refusal = purpose.findFault(width, height);
  if (refusal !== null) return { refusal };
  const image = await draw(sent, purpose, format.isLossless);
  return { image: { ...image, wasAnimated: pages > 1 } };
}

/** The first picture upright, in sRGB, without metadata; without loss where that stays small enough. */
async function draw(
  sent: Uint8Array,
  purpose: Purpose,
  isLossless: boolean,
): Promise<Omit<EncodedImage, 'wasAnimated'>> {
  const { shownPixels } = purpose;
  const { data, info } = await sharp(sent, {
    pages: 1,
    limitInputPixels: purpose.pixels,
    failOn: 'error',
    sequentialRead: true,
  })
    .autoOrient()
    .resize({ width: shownPixels, height: shownPixels, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .webp(isLossless ? { lossless: true } : { quality: 88, alphaQuality: 100, smartSubsample: true })
    .toBuffer({ resolveWithObject: true });
  if (isLossless && data.length > purpose.losslessBytes) return draw(sent, purpose, false);
  return { content: data, width: info.width, height: info.height };
}

/** Whether an image is as one that was made here: it can be taken as it is. */
async function check(sent: Uint8Array, { shownPixels }: Purpose): Promise<EncodeOutcome> {
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

const acts: Record<ImageAct, (sent: Uint8Array) => Promise<EncodeOutcome>> = {
  encode: (sent) => encode(sent, invite),
  check: (sent) => check(sent, invite),
  encodeForChat: (sent) => encode(sent, chat),
  checkForChat: (sent) => check(sent, chat),
};
const act = acts[process.argv[2] as ImageAct];
process.once('message', async (sent: Uint8Array) => {
  // Whatever a decoder says of a file, it is the file's fault.
  const outcome = await act(sent).catch((): EncodeOutcome => ({ refusal: 'cannot be read: it is damaged' }));
  process.send?.(outcome, () => process.disconnect());
});
