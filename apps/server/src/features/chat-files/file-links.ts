import { createHmac, timingSafeEqual } from 'node:crypto';

const linkLifeMs = 300_000;

/** Addresses under which one file can be fetched for five minutes, by whoever has them: an image element sends no token. */
export class FileLinks {
  readonly #key: Buffer;

  constructor(secret: string) {
    this.#key = createHmac('sha256', secret).update('chat-file-link').digest();
  }

  make(siteId: string, fileId: string, now: number): { url: string; expiresAt: number } {
    const expiresAt = now + linkLifeMs;
    const signature = this.#sign(siteId, fileId, expiresAt);
    return { url: `/files/${siteId}/${fileId}?expires=${expiresAt}&signature=${signature}`, expiresAt };
  }

  /** Whether an address was made here, for this file, and is still good. */
  isGood(siteId: string, fileId: string, link: { expires: number; signature: string }, now: number): boolean {
    const expected = Buffer.from(this.#sign(siteId, fileId, link.expires));
    const given = Buffer.from(link.signature);
    return expected.length === given.length && timingSafeEqual(expected, given) && link.expires > now;
  }

  #sign(siteId: string, fileId: string, expiresAt: number): string {
    return createHmac('sha256', this.#key).update(`${siteId} ${fileId} ${expiresAt}`).digest('base64url');
  }
}
