import { once } from 'node:events';
import { WebSocket } from './server-packages.ts';

/** A client's end of a socket that speaks JSON. */
export interface SocketClient {
  send(frame: object): void;
  /** Called with every frame. */
  onFrame: (frame: Frame) => void;
  /** The next frame of a type; rejects after 10 s. */
  next(type: string, isIt?: (frame: Frame) => boolean): Promise<Frame>;
  close(): void;
}

export type Frame = Readonly<Record<string, unknown>> & { readonly type: string };

/** User agent of the visitors that load generators play. */
export const browserAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';
const waitMs = 10_000;

/** Opens a socket; `url` may be an `http:` one. */
export async function openClient(url: string, headers: Record<string, string> = {}): Promise<SocketClient> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), { headers, perMessageDeflate: false });
  const waiting = new Set<{ isIt: (frame: Frame) => boolean; resolve: (frame: Frame) => void }>();
  const client: SocketClient = {
    send: (frame) => socket.send(JSON.stringify(frame)),
    onFrame: () => {},
    next: (type, isIt = () => true) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`No frame "${type}" came within ${waitMs} ms`)), waitMs);
        waiting.add({
          isIt: (frame) => frame.type === type && isIt(frame),
          resolve: (frame) => {
            clearTimeout(timer);
            resolve(frame);
          },
        });
      }),
    close: () => socket.terminate(),
  };
  socket.on('message', (data) => {
    const frame = JSON.parse(data.toString()) as Frame;
    for (const one of waiting)
      if (one.isIt(frame)) {
        waiting.delete(one);
        one.resolve(frame);
      }
    client.onFrame(frame);
  });
  await once(socket as unknown as EventTarget, 'open');
  return client;
}

/** Does work for many things, a few at a time. */
export async function forEachOf<T>(
  items: readonly T[],
  atATime: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const worker = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: atATime }, worker));
}
