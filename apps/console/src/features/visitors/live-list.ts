import type { OperatorFrame } from '@foyer/protocol/operator-socket';
import type { LiveCounts, LiveVisit } from '@foyer/protocol/visit';

/** The part of a site's live list that the server keeps up to date here. */
export interface LiveList {
  /** Of the last delta; the next must be one more. */
  number: number;
  /** Visitor ids in the server's order. */
  order: readonly string[];
  /** By visitor id. */
  rows: Readonly<Record<string, LiveVisit>>;
  counts: LiveCounts;
}

export type LiveFrame = Extract<OperatorFrame, { type: 'visitors.snapshot' | 'visitors.changed' }>;

/** The list after a frame; `gap` when a delta is missing and the list must be asked for anew. */
export function applyLiveFrame(list: LiveList | null, frame: LiveFrame): LiveList | 'gap' {
  if (frame.type === 'visitors.snapshot') {
    const rows = Object.fromEntries(frame.rows.map((row) => [row.visitorId, row]));
    return { number: frame.number, order: frame.rows.map((row) => row.visitorId), rows, counts: frame.counts };
  }
  if (list === null || frame.number !== list.number + 1) return 'gap';
  const news = new Map(frame.rows.map((row) => [row.visitorId, row]));
  const rows: Record<string, LiveVisit> = {};
  for (const id of frame.order) {
    const row = news.get(id) ?? list.rows[id];
    if (row === undefined) return 'gap';
    rows[id] = row;
  }
  return { number: frame.number, order: frame.order, rows, counts: frame.counts };
}

/** While the operator aims at the list nothing in it moves: known rows keep their places, new ones come at the end. */
export function holdOrder(shown: readonly string[], wanted: readonly string[]): string[] {
  const inWanted = new Set(wanted);
  const kept = shown.filter((id) => inWanted.has(id));
  const inKept = new Set(kept);
  return [...kept, ...wanted.filter((id) => !inKept.has(id))];
}
