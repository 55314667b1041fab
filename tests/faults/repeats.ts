import type { SentFrames } from './browser-globals.ts';
import type { Seed } from './seed.ts';

/** Messages sent again: the one just sent, or one whose connection is long gone and whose answer was heard. */
export class Repeats implements SentFrames {
  readonly #seed: Seed;
  readonly #before = new Map<string, string[]>();
  #wanted = 0;
  sent = 0;

  constructor(seed: Seed) {
    this.#seed = seed;
  }

  /** The next `count` messages are sent once more each. */
  ask(count: number): void {
    this.#wanted += count;
  }

  onSent(client: string, text: string, send: (text: string) => void): void {
    if (!text.includes('"message.sent"')) return;
    const before = this.#before.get(client) ?? [];
    this.#before.set(client, before);
    before.push(text);
    if (this.#wanted === 0) return;
    this.#wanted -= 1;
    this.sent += 1;
    send(before[Math.floor(this.#seed.between(0, before.length))] ?? text);
  }
}
