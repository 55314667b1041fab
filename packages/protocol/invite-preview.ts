import { z } from 'zod';
import type { InviteFrame, namedPositions } from './invite.ts';

/** What the console asks of the page that shows an invite as visitors' browsers do, by `postMessage`. */
export type PreviewRequest =
  /** At its end, for working on it: nothing moves, nothing ends it. */
  | { type: 'rest'; invite: InviteFrame }
  /** From its start to its end and away, as a visitor sees it. */
  | { type: 'play'; invite: InviteFrame }
  | { type: 'clear' };

const point = z.object({ x: z.number(), y: z.number() });
const size = z.object({ width: z.number(), height: z.number() });
const rectangle = point.extend(size.shape);

/** Where everything is, in px of the page's window, as the visitor script works it out. */
export const previewGeometrySchema = z.object({
  window: size,
  box: rectangle,
  start: point,
  /** Top left corner of the invite at each named position. */
  places: z.record(z.string(), point),
  texts: z.object({
    headline: rectangle.nullable(),
    line: rectangle.nullable(),
    button: rectangle.nullable(),
  }),
});
export type PreviewGeometry = z.infer<typeof previewGeometrySchema>;
export type NamedPosition = (typeof namedPositions)[number];

/** What that page tells the console. */
export const previewReportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('drawn'), geometry: previewGeometrySchema }),
  z.object({ type: z.literal('failed') }),
  /** How an invite that was played goes. */
  z.object({ type: z.literal('state'), state: z.enum(['shown', 'accepted', 'declined', 'timedOut']) }),
]);
export type PreviewReport = z.infer<typeof previewReportSchema>;
