import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Kysely } from 'kysely';
import { hashToken, newToken } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

const ticketLifeMs = 60_000;
/** A token that was not used for so long is void. */
const tokenIdleMs = 30 * 24 * 3_600_000;

/** Lets a visitor's page hand its identity to the chat window: signed, for one site and visitor, valid for a minute. */
export class VisitorTickets {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = createHmac('sha256', secret).update('visitor-ticket').digest();
  }

  make(siteId: string, visitorId: string, now: number): string {
    const body = `${siteId}.${visitorId}.${now + ticketLifeMs}`;
    return `${body}.${this.#sign(body)}`;
  }

  /** The visitor the ticket was made for; null when it is forged, of another site, or too old. */
  read(ticket: string, siteId: string, now: number): string | null {
    const [site, visitorId, expires, signature, ...rest] = ticket.split('.');
    if (!site || !visitorId || !expires || !signature || rest.length > 0) return null;
    const expected = Buffer.from(this.#sign(`${site}.${visitorId}.${expires}`));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
    return site === siteId && Number(expires) > now ? visitorId : null;
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url');
  }
}

/** Makes the token by which the chat window is known from now on; only its hash is stored. */
export async function insertVisitorToken(
  db: Kysely<Database>,
  siteId: string,
  visitorId: string,
  now: number,
): Promise<string> {
  const token = newToken();
  await db
    .insertInto('visitor_token')
    .values({
      site_id: siteId,
      token_hash: hashToken(token),
      visitor_id: visitorId,
      created_at: now,
      last_used_at: now,
    })
    .execute();
  return token;
}

/** The visitor who holds this token of this site, or null. */
export async function redeemVisitorToken(
  db: Kysely<Database>,
  siteId: string,
  token: string,
  now: number,
): Promise<string | null> {
  const row = await db
    .updateTable('visitor_token')
    .set({ last_used_at: now })
    .where('site_id', '=', siteId)
    .where('token_hash', '=', hashToken(token))
    .where('last_used_at', '>', now - tokenIdleMs)
    .returning('visitor_id')
    .executeTakeFirst();
  return row?.visitor_id ?? null;
}
