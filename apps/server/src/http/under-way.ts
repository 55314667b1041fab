/** Work that has begun and is not done, so that its end can be awaited by somebody who did not begin it. */
export class UnderWay {
  readonly #works = new Set<Promise<unknown>>();

  /** Whoever began the work answers for its failure. */
  follow(work: Promise<unknown>): void {
    this.#works.add(work);
    const forget = () => this.#works.delete(work);
    work.then(forget, forget);
  }

  /** Resolves when nothing is under way any more, also nothing that was begun while it waited. */
  async settled(): Promise<void> {
    while (this.#works.size > 0) await Promise.allSettled(this.#works);
  }
}
