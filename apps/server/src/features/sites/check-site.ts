import type { SiteInput } from '@foyer/protocol/site';
import { checkEntries } from '@foyer/rules/check-entries';
import type { FieldError } from '@foyer/rules/field-error';
import { checkPagePattern } from '@foyer/rules/page-pattern';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { hasInviteImage } from '../invite-images/find-invite-image.ts';

type Checked = Pick<SiteInput, 'chatWindow'>;

/** What of a site's settings only the engine can tell to be wrong. */
export function findSiteFaults({ chatWindow }: Checked): FieldError[] {
  return checkEntries(chatWindow.hiddenOn, 'chatWindow.hiddenOn', checkPagePattern);
}

/** Throws `invalid_request`, naming each field. */
export function checkSite(site: Checked): void {
  const fields = findSiteFaults(site);
  if (fields.length > 0) throw new AppError('invalid_request', 'Some fields are not as they must be', { fields });
}

/** Throws `invalid_request` when the site names a logo that it has not uploaded. `siteId` null: it is just being made. */
export async function requireLogo(db: Kysely<Database>, siteId: string | null, { chatWindow }: Checked): Promise<void> {
  const id = chatWindow.logo.slice('upload:'.length);
  if (id === '' || (siteId !== null && (await hasInviteImage(db, siteId, id)))) return;
  throw new AppError('invalid_request', 'Some fields are not as they must be', {
    fields: [{ path: 'chatWindow.logo', message: 'is no uploaded image of this site: upload it first' }],
  });
}
