import { z } from 'zod';
import { SecretBox } from '../notifications/secret-box.ts';

const place = 'client-form frame';
const lifeMs = 60_000;
const ticketSchema = z.object({
  address: z.string(),
  title: z.string(),
  popups: z.boolean(),
  expires: z.number(),
});
export type FramedForm = Omit<z.infer<typeof ticketSchema>, 'expires'>;

/**
 * What the page that holds a form is asked for: sealed, since the filled address may tell of the visitor and carries the
 * token, and good for a minute.
 */
export class FrameTickets {
  readonly #box: SecretBox;

  constructor(installationSecret: string) {
    this.#box = new SecretBox(installationSecret);
  }

  /** Path and query of the page. */
  pathFor(form: FramedForm, now: number): string {
    const ticket = this.#box.seal(JSON.stringify({ ...form, expires: now + lifeMs }), place);
    return `/client-form-frame?${new URLSearchParams({ ticket })}`;
  }

  /** The form to hold; null when the ticket is not ours, or too old. */
  read(ticket: string, now: number): FramedForm | null {
    const text = this.#box.open(ticket, place);
    if (text === null) return null;
    const { expires, ...form } = ticketSchema.parse(JSON.parse(text));
    return expires > now ? form : null;
  }
}
