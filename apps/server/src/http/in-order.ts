/**
 * Runs what one connection asks for one after another, so that its messages keep their order. Takes at most `limit`
 * waiting pieces of work; false: full, and the connection should be closed.
 */
export class InOrder {
  readonly #limit: number;
  #waiting = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `work` handles its own errors. */
  add(work: () => Promise<void>): boolean {
    if (this.#waiting >= this.#limit) return false;
    this.#waiting += 1;
    this.#last = this.#last.then(work).finally(() => {
      this.#waiting -= 1;
    });
    return true;
  }
}
