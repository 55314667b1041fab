import type { FieldError } from '@foyer/rules/field-error';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { hasInviteImage } from '../invite-images/find-invite-image.ts';
import {
  findImageFaults,
  type ImageDocument,
  imageIdIn,
  readImageDocuments,
  saveImageDocument,
} from '../invite-images/image-documents.ts';
import { isGalleryImage, uploadIn } from '../invites/gallery.ts';
import { listInvites } from '../invites/list-invites.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import type { Entries, Entry, Kind } from './kind.ts';

const section = 'images';

/** Uploaded images that a site's invites show. One that a file leaves out stays among the site's images. */
export const imagesKind: Kind = {
  section,
  announces: 'invites',
  log: { kind: 'inviteImage', name: 'Image' },
  references: [],
  isUnordered: true,
  keepsLeftOut: true,
  async read(db, siteId) {
    const images = (await listInvites(db, siteId)).map(({ image }) => image);
    const logo = (await lookUpSite(db, siteId))?.chatWindow.logo;
    if (logo) images.push(logo);
    const stored = await readImageDocuments(db, siteId, [...findUploads(images)]);
    return stored.map(({ version, ...image }) => entryOf(image, version));
  },
  fromSection: (images) =>
    (images as ImageDocument[]).map(({ name, content }) =>
      // Written in one way, whatever way the file has it in.
      entryOf({ name, content: Buffer.from(content, 'base64').toString('base64') }, null),
    ),
  toSection: (entries) => entries.map(({ content }) => content),
  check(site) {
    const shown = findUploads([
      ...(site.get('invites') ?? []).map(({ content }) => String(content.image)),
      logoOf(site),
    ]);
    const seen = new Set<string | null>();
    return (site.get(section) ?? []).flatMap(({ id, version, name }, index): FieldError[] => {
      const isDouble = seen.has(id);
      seen.add(id);
      if (isDouble) return [{ path: `${section}.${index}`, message: 'stands here twice' }];
      const isOfFile = version === null;
      if (!isOfFile || shown.has(id ?? '')) return [];
      return [
        {
          path: `${section}.${index}`,
          message: `no invite of the site shows “${name}”, nor does the chat window: leave it out`,
        },
      ];
    });
  },
  async checkTargets({ storage }, entries) {
    const faults = await findImageFaults(storage.db, entries.map(imageOf));
    return faults.flatMap((message, index) =>
      message === null ? [] : [{ path: `${section}.${index}.content`, message }],
    );
  },
  hide: ({ content: _content, ...image }) => image,
  async save({ now }, trx, siteId, pairs) {
    const ids: string[] = [];
    for (const { after } of pairs) if (after) ids.push(await saveImageDocument(trx, siteId, imageOf(after), now()));
    return { ids, made: [] };
  },
};

/** Images of invites that are neither in the gallery nor uploaded, here or in the file. */
export async function checkInviteImages(db: Kysely<Database>, siteId: string, site: Entries): Promise<FieldError[]> {
  const there = new Set((site.get(section) ?? []).map(({ id }) => id));
  const faults: FieldError[] = [];
  for (const [index, { content }] of (site.get('invites') ?? []).entries()) {
    const image = String(content.image);
    const path = `invites.${index}.image`;
    const upload = uploadIn(image);
    if (upload === null) {
      if (!isGalleryImage(image)) faults.push({ path, message: `is no image of the gallery: ${image}` });
    } else if (!there.has(upload) && !(await hasInviteImage(db, siteId, upload))) {
      const message =
        'is an uploaded image that neither this site nor the file has: upload it here first, or name one of the gallery';
      faults.push({ path, message });
    }
  }
  return faults;
}

/** The logo of the chat window, where it is neither uploaded here nor in the file. */
export async function checkLogo(db: Kysely<Database>, siteId: string, site: Entries): Promise<FieldError[]> {
  const upload = uploadIn(logoOf(site));
  const isInFile = (site.get(section) ?? []).some(({ id }) => id === upload);
  if (upload === null || isInFile || (await hasInviteImage(db, siteId, upload))) return [];
  const message =
    'is an uploaded image that neither this site nor the file has: upload it here first, or leave it empty';
  return [{ path: 'site.chatWindow.logo', message }];
}

/** As the site's settings name it; empty: none. */
function logoOf(site: Entries): string {
  const chatWindow = site.get('site')?.[0]?.content.chatWindow as { logo?: string } | undefined;
  return chatWindow?.logo ?? '';
}

function findUploads(images: readonly string[]): Set<string> {
  return new Set(images.flatMap((image) => uploadIn(image) ?? []));
}

function entryOf({ name, content }: ImageDocument, version: number | null): Entry {
  return { id: imageIdIn({ content }), version, name, content: { name, content }, isFixed: false };
}

function imageOf({ content }: Entry): ImageDocument {
  return content as unknown as ImageDocument;
}
