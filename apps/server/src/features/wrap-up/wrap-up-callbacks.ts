import { createHmac, timingSafeEqual } from 'node:crypto';

/** How long the page behind the web link may take to call back. */
const callbackLifeMs = 24 * 3_600_000;

/** Addresses that the page behind a wrap-up's web link calls when it is done: signed, for one chat, valid for a day. */
export class WrapUpCallbacks {
  readonly #key: Buffer;

  constructor(installationSecret: string) {
    this.#key = createHmac('sha256', installationSecret).update('wrap-up-callback').digest();
  }

  /** Path and query to POST to. */
  pathFor(siteId: string, chatId: string, now: number): string {
    const expires = String(now + callbackLifeMs);
    const query = new URLSearchParams({ expires, signature: this.#sign(siteId, chatId, expires) });
    return `/api/v1/sites/${siteId}/chats/${chatId}/wrap-up/callback?${query}`;
  }

  /** Whether the address is one that was made here for this chat and has not run out. */
  isValid(siteId: string, chatId: string, expires: string, signature: string, now: number): boolean {
    const expected = Buffer.from(this.#sign(siteId, chatId, expires));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return false;
    return Number(expires) > now;
  }

  #sign(siteId: string, chatId: string, expires: string): string {
    return createHmac('sha256', this.#key).update(`${siteId}\n${chatId}\n${expires}`).digest('base64url');
  }
}
