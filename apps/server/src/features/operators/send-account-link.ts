import type { SentLink } from '@foyer/protocol/operator';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Database } from '../../storage/tables.ts';
import { readNotifications } from '../notifications/read-notifications.ts';
import type { SecretBox } from '../notifications/secret-box.ts';
import { insertOutboxItems } from '../outbox/insert-outbox-items.ts';
import { toOutboxRow } from '../outbox/outbox-row.ts';
import { placeOfAccountLink } from '../outbox/place-of-account-link.ts';
import { listSites, lookUpSite } from '../sites/list-sites.ts';
import { insertAccountLink } from './account-link-repository.ts';
import { findUser } from './list-users.ts';
import { type Account, findAccount } from './operator-repository.ts';

const hourMs = 3_600_000;
const validMs = { invitation: 7 * 24 * hourMs, reset: 24 * hourMs };

export interface AccountLinkParts {
  readonly dialect: 'sqlite' | 'postgres';
  readonly box: SecretBox;
  readonly limits: RateLimits;
  /** Public address of this server, without a trailing slash. */
  readonly origin: () => string;
  readonly now: () => number;
}

/** Sites by name whose mail server can send a link. */
export async function listMailSites(db: Kysely<Database>): Promise<{ id: string; name: string }[]> {
  const sites: { id: string; name: string }[] = [];
  for (const { id, name } of await listSites(db, null))
    if ((await readNotifications(db, id)).smtp !== null) sites.push({ id, name });
  return sites;
}

/** Throws `invalid_request` unless a site's mail server can be asked to send a link, and `too_many_requests` to one address too often. */
export async function checkMailSite(
  db: Kysely<Database>,
  limits: RateLimits,
  mailSiteId: string | null,
  email: string,
): Promise<void> {
  if (mailSiteId === null) return;
  const site = await lookUpSite(db, mailSiteId);
  const { smtp } = site ? await readNotifications(db, mailSiteId) : { smtp: null };
  if (!smtp)
    throw new AppError('invalid_request', 'This site has no mail server', {
      fields: [{ path: 'mailSiteId', message: 'has no mail server: copy the link instead' }],
    });
  await limits.take('accountMailByRecipient', email.toLowerCase());
}

/**
 * Makes a one-time link by which somebody sets their password, in the caller's transaction: the first one for who was
 * invited, a new one for everybody else. `mailSiteId`: it is also put into the outbox of that site.
 */
export async function makeAccountLink(
  trx: Kysely<Database>,
  { dialect, box, origin, now }: AccountLinkParts,
  operatorId: string,
  invitedBy: string,
  mailSiteId: string | null,
): Promise<SentLink> {
  const account = await findAccount(trx, operatorId);
  if (!account) throw new AppError('not_found', `No user ${operatorId}`);
  const purpose = account.passwordHash === null && account.lastSeenAt === null ? 'invitation' : 'reset';
  const expiresAt = now() + validMs[purpose];
  const token = await insertAccountLink(trx, { operatorId, purpose, expiresAt });
  // After the #, so that it is in no server's log and no referrer.
  const link = `${origin()}/console/welcome#${token}`;
  if (mailSiteId !== null) {
    const id = newId();
    const row = toOutboxRow({
      siteId: mailSiteId,
      id,
      at: now(),
      occurrence: `account-link ${id}`,
      cause: purpose === 'invitation' ? 'Invitation of a user' : 'New password of a user',
      visitorId: null,
      visitId: null,
      message: {
        kind: 'email',
        to: account.operator.email,
        template: 'account',
        ...words(account, purpose, invitedBy),
        sealedLink: box.seal(link, placeOfAccountLink(id)),
      },
    });
    await insertOutboxItems(trx, dialect, [row]);
  }
  const user = await findUser(trx, operatorId);
  if (!user) throw new AppError('not_found', `No user ${operatorId}`);
  return { user, link, expiresAt, mailed: mailSiteId !== null };
}

/** What the mail says; `{{link}}` stands for the link, which is put in when it is sent. */
function words({ operator }: Account, purpose: 'invitation' | 'reset', by: string): { subject: string; text: string } {
  if (purpose === 'invitation')
    return {
      subject: 'Your invitation to Foyer',
      text: `Hello ${operator.name},\n\n${by} has invited you to answer chats with Foyer. Choose your password here:\n\n{{link}}\n\nThe link works once, for seven days. If you did not expect this, you need not do anything.\n`,
    };
  return {
    subject: 'Choose a new password for Foyer',
    text: `Hello ${operator.name},\n\n${by} has asked for a new password for your account. Choose it here:\n\n{{link}}\n\nThe link works once, for 24 hours. Until then your password stays as it is. If you did not ask for this, tell your administrator.\n`,
  };
}
