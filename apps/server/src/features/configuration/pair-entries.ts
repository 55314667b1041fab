import { isSame } from './describe-difference.ts';
import type { Entry, Pair } from './kind.ts';
import { labelsOf } from './labels.ts';

/**
 * Which documents before and after are one and the same: by id, else by name (of several with one name those that are
 * the same throughout, then in their order), else, for one that was only renamed, by all its other fields. In the order after; what is removed comes last. What
 * cannot be removed stays.
 */
export function pairEntries(before: readonly Entry[], after: readonly Entry[]): Pair[] {
  const partners = new Map<Entry, Entry>();
  const taken = new Set<Entry>();
  const pair = (old: Entry | undefined, entry: Entry) => {
    if (old === undefined || taken.has(old) || partners.has(entry) || old.isFixed !== entry.isFixed) return;
    partners.set(entry, old);
    taken.add(old);
  };

  const byId = new Map(before.flatMap((entry) => (entry.id === null ? [] : [[entry.id, entry] as const])));
  for (const entry of after) {
    if (entry.isFixed)
      pair(
        before.find(({ isFixed }) => isFixed),
        entry,
      );
    if (entry.id !== null) pair(byId.get(entry.id), entry);
  }

  const alike = Map.groupBy(before, writtenAs);
  for (const entry of after)
    pair(
      alike.get(writtenAs(entry))?.find((old) => !taken.has(old)),
      entry,
    );

  const left = () =>
    [before.filter((entry) => !taken.has(entry)), after.filter((entry) => !partners.has(entry))] as const;
  const [oldLeft, newLeft] = left();
  const oldLabels = labelsOf(oldLeft.map(({ name }) => name ?? ''));
  const byLabel = new Map(oldLeft.map((entry, index) => [oldLabels[index], entry]));
  for (const [index, label] of labelsOf(newLeft.map(({ name }) => name ?? '')).entries()) {
    const entry = newLeft[index];
    if (entry) pair(byLabel.get(label), entry);
  }

  const [oldAlone, newAlone] = left();
  for (const entry of newAlone) {
    if (entry.id !== null) continue;
    const isRename = (old: Entry) => isSame(withoutName(old), withoutName(entry)) && !taken.has(old);
    const candidates = oldAlone.filter(isRename);
    if (candidates.length === 1) pair(candidates[0], entry);
  }

  const pairs: Pair[] = after.map((entry) => ({ before: partners.get(entry) ?? null, after: entry }));
  for (const old of before.filter((entry) => !taken.has(entry)))
    pairs.push({ before: old, after: old.isFixed ? old : null });
  return pairs;
}

function writtenAs({ content }: Entry): string {
  return JSON.stringify(content);
}

/** Names of some documents are titles. */
function withoutName({ content }: Entry): Entry['content'] {
  return { ...content, name: null, title: null };
}
