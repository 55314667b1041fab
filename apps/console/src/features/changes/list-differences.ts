import type { ChangeDetail } from '@foyer/protocol/change';

/** A field of a document, and what it was and is. */
export interface Difference {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What a change did, field by field: the fields that differ, or all of a document that was made or deleted. */
export function listDifferences({ before, after, fields }: ChangeDetail): Difference[] {
  const shown = before !== null && after !== null ? fields : Object.keys(before ?? after ?? {});
  return shown
    .filter((field) => field !== 'id')
    .map((field) => ({ field, before: read(before, field), after: read(after, field) }));
}

function read(document: Record<string, unknown> | null, path: string): unknown {
  return path.split('.').reduce<unknown>((part, name) => (isObject(part) ? part[name] : undefined), document);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** `entryPages` as `Entry pages`, `actions.popup` as `Actions › popup`. */
export function nameField(path: string): string {
  const words = path
    .split('.')
    .map((part) => part.replace(/([a-z])([A-Z])/g, (_all, one, two) => `${one} ${two.toLowerCase()}`));
  const text = words.join(' › ');
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
