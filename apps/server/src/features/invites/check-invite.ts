import { galleryImages } from '@foyer/protocol/gallery';
import type { InviteInput } from '@foyer/protocol/invite';
import { checkEntries } from '@foyer/rules/check-entries';
import { checkExpression } from '@foyer/rules/check-expression';
import { checkPagePattern } from '@foyer/rules/page-pattern';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { hasInviteImage } from '../invite-images/find-invite-image.ts';
import { isGalleryImage, uploadIn } from './gallery.ts';

/** Throws `invalid_request`, naming each field, for what only the images there are and the engine can tell. */
export async function checkInvite(db: Kysely<Database>, siteId: string, invite: InviteInput): Promise<void> {
  const { pages, conditions } = invite.autoSend;
  const fields = [
    ...checkEntries(pages, 'autoSend.pages', checkPagePattern),
    ...(conditions === null ? [] : checkExpression(conditions, 'autoSend.conditions')),
  ];
  const upload = uploadIn(invite.image);
  if (upload === null && !isGalleryImage(invite.image))
    fields.push({
      path: 'image',
      message: `must be one of ${galleryImages.map((name) => `gallery:${name}`).join(', ')}, or an uploaded image`,
    });
  if (upload !== null && !(await hasInviteImage(db, siteId, upload)))
    fields.push({ path: 'image', message: 'is no image of this site; it may have been deleted' });
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}
