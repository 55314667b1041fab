import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { ImageEncoder } from './encode-image.ts';
import { imageIdOf, insertImage, renameImage, selectImagesWithContent, selectKnownIds } from './image-repository.ts';
import { readWebpSize } from './image-size.ts';

/** An uploaded image in a configuration file: its content is base64. */
export interface ImageDocument {
  readonly name: string;
  readonly content: string;
}

const encoder = new ImageEncoder();

/** Id of an image in a file. */
export function imageIdIn({ content }: Pick<ImageDocument, 'content'>): string {
  return imageIdOf(Buffer.from(content, 'base64'));
}

/** Those images of a site that have these ids, by name. */
export async function readImageDocuments(
  db: Kysely<Database>,
  siteId: string,
  ids: readonly string[],
): Promise<(ImageDocument & { readonly id: string; readonly version: number })[]> {
  const images = await selectImagesWithContent(db, siteId, ids);
  const key = ({ name, id }: { name: string; id: string }) => JSON.stringify([name, id]);
  return images
    .sort((one, other) => (key(one) < key(other) ? -1 : 1))
    .map(({ content, ...image }) => ({ ...image, content: content.toString('base64') }));
}

/** What is wrong with each image of a file, in words, or null. Those that are stored somewhere were made here. */
export async function findImageFaults(
  db: Kysely<Database>,
  images: readonly ImageDocument[],
): Promise<(string | null)[]> {
  const known = await selectKnownIds(db, images.map(imageIdIn));
  const faults: (string | null)[] = [];
  for (const image of images) {
    const outcome = known.has(imageIdIn(image)) ? null : await encoder.check(Buffer.from(image.content, 'base64'));
    faults.push(outcome && 'refusal' in outcome ? outcome.refusal : null);
  }
  return faults;
}

/** Adds an image of a file, or gives one that the site has its name there; the answer is its id. Within a transaction. */
export async function saveImageDocument(
  trx: Kysely<Database>,
  siteId: string,
  image: ImageDocument,
  at: number,
): Promise<string> {
  const content = Buffer.from(image.content, 'base64');
  const size = readWebpSize(content);
  if (!size) throw new AppError('invalid_request', `“${image.name}” is no image that was exported from here`);
  const { after } = await insertImage(trx, siteId, { content, ...size, wasAnimated: false }, { name: image.name, at });
  const { id, version, name } = after;
  if (name !== image.name && !(await renameImage(trx, siteId, { id, version, name: image.name })))
    throw new AppError('conflict', 'Something has been changed meanwhile; look at the plan again');
  return id;
}
