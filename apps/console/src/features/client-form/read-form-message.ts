import { type FormMessage, formMessageSchema } from '@foyer/protocol/client-form';

/** A message as a window receives it. */
export interface ReceivedMessage {
  readonly origin: string;
  readonly source: unknown;
  readonly data: unknown;
}

/** From whom messages are taken, and by what they are known. */
export interface FormSender {
  readonly origin: string;
  readonly source: unknown;
  readonly nonce: string;
}

/** What became of a message: not the form's own, or not one of ours (null); asked for; or wrong, with the reason. */
export type ReadMessage =
  | { readonly message: FormMessage }
  | { readonly id: string | number | null; readonly refused: string }
  | null;

/** Reads a message of the form: only from its exact origin and window, with the nonce it was given. */
export function readFormMessage({ origin, source, data }: ReceivedMessage, sender: FormSender): ReadMessage {
  if (origin !== sender.origin || source !== sender.source) return null;
  if (typeof data !== 'object' || data === null || !('type' in data)) return null;
  const { type } = data;
  if (typeof type !== 'string' || !type.startsWith('foyer.')) return null;
  const id = 'id' in data && (typeof data.id === 'string' || typeof data.id === 'number') ? data.id : null;
  const parsed = formMessageSchema.safeParse(data);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      id,
      refused: `${type} was not understood: ${issue?.path.join('.') || 'type'} ${issue?.message ?? ''}`.trim(),
    };
  }
  const message = parsed.data;
  if (message.type !== 'foyer.hello' && message.nonce !== sender.nonce)
    return { id, refused: 'The nonce is not the one of the last foyer.ready' };
  return { message };
}
