/** Times by key, the earliest at hand: a binary heap that knows where each key sits. */
export class WakeHeap {
  readonly #heap: { key: string; at: number }[] = [];
  readonly #places = new Map<string, number>();

  get size(): number {
    return this.#heap.length;
  }

  /** The earliest entry, or null. */
  earliest(): { key: string; at: number } | null {
    return this.#heap[0] ?? null;
  }

  /** The time of a key, or null. */
  get(key: string): number | null {
    const place = this.#places.get(key);
    return place === undefined ? null : (this.#heap[place]?.at ?? null);
  }

  /** Adds a key or moves it to another time. */
  set(key: string, at: number): void {
    const place = this.#places.get(key) ?? this.#heap.length;
    this.#put(place, { key, at });
    this.#settle(place);
  }

  /** Removes a key if it is there. */
  delete(key: string): void {
    const place = this.#places.get(key);
    const last = this.#heap.at(-1);
    if (place === undefined || !last) return;
    this.#heap.pop();
    this.#places.delete(key);
    if (last.key === key) return;
    this.#put(place, last);
    this.#settle(place);
  }

  #settle(from: number): void {
    let place = from;
    while (place > 0 && this.#isEarlier(place, parentOf(place))) place = this.#swap(place, parentOf(place));
    for (;;) {
      const [left, right] = [2 * place + 1, 2 * place + 2];
      const child = this.#isEarlier(right, left) ? right : left;
      if (!this.#isEarlier(child, place)) return;
      place = this.#swap(place, child);
    }
  }

  #isEarlier(a: number, b: number): boolean {
    const [first, second] = [this.#heap[a], this.#heap[b]];
    return first !== undefined && (second === undefined || first.at < second.at);
  }

  #swap(place: number, other: number): number {
    const [here, there] = [this.#heap[place], this.#heap[other]];
    if (!here || !there) return place;
    this.#put(place, there);
    this.#put(other, here);
    return other;
  }

  #put(place: number, entry: { key: string; at: number }): void {
    this.#heap[place] = entry;
    this.#places.set(entry.key, place);
  }
}

function parentOf(place: number): number {
  return (place - 1) >> 1;
}
