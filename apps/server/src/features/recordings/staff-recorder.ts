import type { StaffFacts } from '@foyer/rules/visit';
import { nextOrderNumber } from './order-number.ts';
import type { RecordedRow } from './record-decision.ts';
import { writeCircumstances } from './recorded-body.ts';

/** Where recordings of the staff of a site stand, in place of a visit. */
export const staffKey = 'staff';

/** Records what staff the sites with visits have, whenever it changes: what waits for time alone sees the staff of that instant. */
export class StaffRecorder {
  readonly #staffOf: (siteId: string) => StaffFacts;
  readonly #write: (rows: readonly RecordedRow[]) => void;
  readonly #now: () => number;
  /** What was written last, by site. */
  readonly #written = new Map<string, string>();

  constructor(parts: {
    staffOf: (siteId: string) => StaffFacts;
    write: (rows: readonly RecordedRow[]) => void;
    now: () => number;
  }) {
    this.#staffOf = parts.staffOf;
    this.#write = parts.write;
    this.#now = parts.now;
  }

  /** A site has a visit: its staff is worth recording from now on. */
  follow(siteId: string): void {
    if (this.#written.has(siteId)) return;
    this.#written.set(siteId, '');
    this.#look(siteId);
  }

  /** Somebody has come or gone, somewhere. */
  look(): void {
    for (const siteId of this.#written.keys()) this.#look(siteId);
  }

  #look(siteId: string): void {
    const staff = writeCircumstances({ staff: this.#staffOf(siteId), isBlocked: false, sent: null });
    const text = JSON.stringify(staff);
    if (this.#written.get(siteId) === text) return;
    this.#written.set(siteId, text);
    this.#write([{ site_id: siteId, visit_id: staffKey, n: nextOrderNumber(), body: [this.#now(), staff] }]);
  }
}
