import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** What is stored of an address that wants no mail from a site, and named in its link: SHA-256, hex. */
export function addressHash(siteId: string, address: string): string {
  return createHash('sha256').update(`${siteId}\n${address.trim().toLowerCase()}`).digest('hex');
}

/** Links by which whoever got a mail can ask for no more. They name no address. */
export class UnsubscribeLinks {
  readonly #key: Buffer;

  constructor(installationSecret: string) {
    this.#key = createHmac('sha256', installationSecret).update('unsubscribe').digest();
  }

  /** Path and query of the link for one address and site. It stays valid. */
  pathFor(siteId: string, address: string): string {
    const to = addressHash(siteId, address);
    return `/unsubscribe?${new URLSearchParams({ site: siteId, to, token: this.#sign(siteId, to) })}`;
  }

  isValid(siteId: string, to: string, token: string): boolean {
    const expected = Buffer.from(this.#sign(siteId, to));
    const given = Buffer.from(token);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  #sign(siteId: string, to: string): string {
    return createHmac('sha256', this.#key).update(`${siteId}\n${to}`).digest('base64url');
  }
}
