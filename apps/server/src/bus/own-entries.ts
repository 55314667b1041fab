/** What this node has put up, by group and member. */
export class OwnEntries {
  readonly #groups = new Map<string, Map<string, unknown>>();

  set(group: string, member: string, value: unknown): void {
    const members = this.#groups.get(group) ?? new Map<string, unknown>();
    members.set(member, value);
    this.#groups.set(group, members);
  }

  remove(group: string, member: string): void {
    const members = this.#groups.get(group);
    members?.delete(member);
    if (members?.size === 0) this.#groups.delete(group);
  }

  has(group: string, member: string): boolean {
    return this.#groups.get(group)?.has(member) ?? false;
  }

  /** Members of a group with their values. */
  list(group: string): [member: string, value: unknown][] {
    return [...(this.#groups.get(group) ?? [])];
  }

  groups(): string[] {
    return [...this.#groups.keys()];
  }

  clear(): void {
    this.#groups.clear();
  }
}
