import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const format = 'v1';

/** Secrets at rest: AES-256-GCM under a key derived from the installation's secret, each with the id of its key. */
export class SecretBox {
  readonly #key: Buffer;
  readonly #keyId: string;

  constructor(installationSecret: string) {
    this.#key = Buffer.from(hkdfSync('sha256', installationSecret, 'foyer', 'secrets at rest', 32));
    this.#keyId = createHash('sha256').update(this.#key).digest('hex').slice(0, 8);
  }

  /** Seals a text for one place, such as `site/smtp.password`: what is sealed for one cannot be opened at another. */
  seal(text: string, place: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(place));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'));
    return [format, this.#keyId, ...parts].join('.');
  }

  /** The text; null when it was sealed under another key, for another place, or has been changed. */
  open(sealed: string, place: string): string | null {
    const [version, keyId, ...parts] = sealed.split('.');
    const [nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'));
    if (version !== format || keyId !== this.#keyId || !nonce || !text || tag?.length !== 16) return null;
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(place)).setAuthTag(tag);
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    } catch {
      return null;
    }
  }
}
