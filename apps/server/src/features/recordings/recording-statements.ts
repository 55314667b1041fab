import { bulkInsert } from '../../storage/bulk-rows.ts';
import type { RecordedRow } from './record-decision.ts';

const insert = bulkInsert(
  'recorded_event',
  { site_id: 'text', visit_id: 'text', n: 'number', body: 'text' },
  '(site_id, visit_id, n) do nothing',
);

/** Adds recordings. Their bodies travel as they are: both databases read a list in JSON as its text. */
export function insertRecordings(
  db: Parameters<typeof insert>[0],
  dialect: Parameters<typeof insert>[1],
  rows: readonly RecordedRow[],
): Promise<string[]> {
  return insert(db, dialect, rows as unknown as Parameters<typeof insert>[2]);
}
