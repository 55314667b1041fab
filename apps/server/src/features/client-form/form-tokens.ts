import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const lifeS = 60;
const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');
const claimsSchema = z.object({
  /** Host and port of the form. */
  aud: z.string(),
  site: z.uuid(),
  /** The chat. */
  sub: z.uuid(),
  operator: z.uuid(),
  /** Seconds since 1970 (RFC 7519). */
  iat: z.number(),
  exp: z.number(),
});
export type FormClaims = z.infer<typeof claimsSchema>;

/** What a form is given as `{token}`: a JSON Web Token (RFC 7519) that only this installation can make and read, for one host and a minute. */
export class FormTokens {
  readonly #key: Buffer;

  constructor(installationSecret: string) {
    this.#key = createHmac('sha256', installationSecret).update('client-form token').digest();
  }

  make(of: { siteId: string; chatId: string; operatorId: string; host: string }, now: number): string {
    const iat = Math.floor(now / 1000);
    const claims: FormClaims = {
      aud: of.host,
      site: of.siteId,
      sub: of.chatId,
      operator: of.operatorId,
      iat,
      exp: iat + lifeS,
    };
    const body = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
    return `${body}.${this.#sign(body)}`;
  }

  /** What a token says; null when it is forged, for another host, or too old. */
  read(token: string, host: string, now: number): FormClaims | null {
    const [head, payload, signature, ...rest] = token.split('.');
    if (head !== header || !payload || !signature || rest.length > 0) return null;
    const expected = Buffer.from(this.#sign(`${head}.${payload}`));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
    const claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
    return claims.aud === host.toLowerCase() && claims.exp * 1000 > now ? claims : null;
  }

  #sign(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url');
  }
}
