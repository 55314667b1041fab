import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { AppError } from '../../http/app-error.ts';
import type { EncodeOutcome, ImageAct } from './encoded-image.ts';

const program = fileURLToPath(new URL('./encode-image-process.ts', import.meta.url));
/** How long one image may take, the start of its process included. */
const mostMs = 10_000;
/** Images that may wait for their turn. */
const mostWaiting = 10;

/** Makes images anew, one after the other, each in a process of its own: the event loop and our memory see nothing of it. */
export class ImageEncoder {
  readonly #program: string;
  readonly #mostMs: number;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** Other than the defaults for tests. */
  constructor(options: { program?: string; mostMs?: number } = {}) {
    this.#program = options.program ?? program;
    this.#mostMs = options.mostMs ?? mostMs;
  }

  /** Makes an image from one that was sent. Throws `unavailable` when too many wait. */
  encode(sent: Uint8Array): Promise<EncodeOutcome> {
    return this.#inTurn('encode', sent);
  }

  /** Takes an image that was made here before as it is, and refuses any other. Throws `unavailable` when too many wait. */
  check(sent: Uint8Array): Promise<EncodeOutcome> {
    return this.#inTurn('check', sent);
  }

  /** As `encode`, with the limits of chats. */
  encodeForChat(sent: Uint8Array): Promise<EncodeOutcome> {
    return this.#inTurn('encodeForChat', sent);
  }

  /** As `check`, with the limits of chats. */
  checkForChat(sent: Uint8Array): Promise<EncodeOutcome> {
    return this.#inTurn('checkForChat', sent);
  }

  #inTurn(act: ImageAct, sent: Uint8Array): Promise<EncodeOutcome> {
    if (this.#waiting >= mostWaiting)
      return Promise.reject(
        new AppError('unavailable', 'Too many images are being uploaded just now', { retryAfterMs: 5000 }),
      );
    this.#waiting += 1;
    const outcome = this.#last.then(() => actApart(this.#program, this.#mostMs, act, sent));
    this.#last = outcome
      .catch(() => undefined)
      .finally(() => {
        this.#waiting -= 1;
      });
    return outcome;
  }
}

function actApart(program: string, mostMs: number, act: ImageAct, sent: Uint8Array): Promise<EncodeOutcome> {
  return new Promise((resolve, reject) => {
    const child = fork(program, [act], {
      env: {}, // it knows no secret
      execArgv: ['--max-old-space-size=64'],
      serialization: 'advanced',
      stdio: 'ignore',
      timeout: mostMs,
      killSignal: 'SIGKILL',
    });
    child.once('message', (outcome: EncodeOutcome) => resolve(outcome));
    child.once('error', reject);
    // Ended without an answer, which would have come before: by the time limit, or brought down by the file.
    child.once('disconnect', () => resolve({ refusal: 'cannot be read: it is damaged, or too much work' }));
    child.send(sent, (error) => error && reject(error));
  });
}
