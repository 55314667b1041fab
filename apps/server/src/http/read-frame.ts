import { z } from 'zod';
import { AppError } from './app-error.ts';

/** Parses one frame by the verbs a connection may send. Throws `invalid_request`, saying what is wrong. */
export function readFrame<V extends Record<string, z.ZodType>>(text: string, verbs: V): z.infer<V[keyof V]> {
  const type = readType(text);
  const schema = typeof type.name === 'string' && Object.hasOwn(verbs, type.name) ? verbs[type.name] : undefined;
  if (!schema) throw new AppError('invalid_request', `Unknown verb; allowed are ${Object.keys(verbs).join(', ')}`);
  return parseFrame(type.frame, schema) as z.infer<V[keyof V]>;
}

/**
 * What the answer to a frame is known by, also where the rest of the frame is refused: a sender that can't tell which of
 * its messages failed would send it for ever. Empty where there is none.
 */
export function readAbout(text: string): FrameAbout {
  const parsed = aboutSchema.safeParse(parseOrNull(text));
  return parsed.success ? parsed.data : {};
}

/** Ids of a frame: of the message, the request, the chat. */
export interface FrameAbout {
  readonly cid?: string | undefined;
  readonly requestId?: string | undefined;
  readonly chatId?: string | undefined;
}

const idOfAnswer = z.string().max(64).optional().catch(undefined);
const aboutSchema = z.object({ cid: idOfAnswer, requestId: idOfAnswer, chatId: idOfAnswer });

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // refused as no frame at all
  }
}

/** Parses the first frame of a connection. */
export function readHello<T>(text: string, schema: z.ZodType<T>): T {
  return parseFrame(readType(text).frame, schema);
}

function readType(text: string): { frame: unknown; name: unknown } {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    throw new AppError('invalid_request', 'A frame must be one JSON object');
  }
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame))
    throw new AppError('invalid_request', 'A frame must be one JSON object');
  return { frame, name: (frame as { type?: unknown }).type };
}

function parseFrame<T>(frame: unknown, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(frame);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('invalid_request', `${issue?.path.join('.') || 'frame'}: ${issue?.message ?? 'is not allowed'}`);
}
