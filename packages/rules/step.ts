import type { Effect } from './effect.ts';
import type { Visit } from './visit.ts';

/** What one part of a decision hands to the next: the visit as it is now (null: none), and what has followed so far. */
export interface Step<V extends Visit | null = Visit> {
  readonly visit: V;
  readonly effects: readonly Effect[];
}

/** A step without effects. */
export function quietly<V extends Visit | null>(visit: V): Step<V> {
  return { visit, effects: [] };
}
