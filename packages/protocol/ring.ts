import { z } from 'zod';

/** What one browser of an operator can do to call them. Each is what was observed, not what was wished for. */
export const ringSchema = z.strictObject({
  /** `blocked`: the browser plays nothing before the first click or key on the page. */
  sound: z.enum(['works', 'off', 'blocked', 'unsupported']),
  notice: z.enum(['works', 'off', 'notAsked', 'denied', 'unsupported']),
  push: z.enum(['works', 'off', 'failed', 'unsupported']),
});
export type Ring = z.infer<typeof ringSchema>;

/** Whether a browser can call its operator in any way. */
export function canRing({ sound, notice, push }: Ring): boolean {
  return sound === 'works' || notice === 'works' || push === 'works';
}
