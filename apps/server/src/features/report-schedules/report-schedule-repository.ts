import { type ReportScheduleInput, reportScheduleInputSchema } from '@foyer/protocol/report-schedule';
import { foldText } from '@foyer/rules/fold-text';
import type { Kysely, Selectable } from 'kysely';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';
import { deleteDocument, insertDocument, updateDocument } from '../../storage/versioned-documents.ts';

/** A schedule as stored, with how far it has been handled. */
export interface StoredSchedule extends ReportScheduleInput {
  readonly id: string;
  readonly version: number;
}

/** How far a schedule has been handled; see `tables.ts`. */
export interface ScheduleProgress {
  readonly siteId: string;
  readonly schedule: StoredSchedule;
  readonly handledVersion: number;
  readonly handledFor: number;
  readonly sentFor: number | null;
  readonly error: string | null;
}

/** Columns of a schedule that nobody has looked at. */
const unhandled = { handled_version: 0, handled_for: 0 };

function toSchedule(row: Selectable<Database['report_schedule']>): StoredSchedule {
  return { ...reportScheduleInputSchema.parse(JSON.parse(row.body)), id: row.id, version: row.version };
}

function toProgress(row: Selectable<Database['report_schedule']>): ScheduleProgress {
  return {
    siteId: row.site_id,
    schedule: toSchedule(row),
    handledVersion: row.handled_version,
    handledFor: row.handled_for,
    sentFor: row.sent_for,
    error: row.error,
  };
}

/** A site's schedules by name. */
export async function selectSchedules(db: Kysely<Database>, siteId: string): Promise<ScheduleProgress[]> {
  const rows = await db.selectFrom('report_schedule').selectAll().where('site_id', '=', siteId).orderBy('id').execute();
  // Databases don't agree on the order of texts.
  return rows
    .map((row) => ({ progress: toProgress(row), folded: foldText(toSchedule(row).name) }))
    .sort((one, other) => (one.folded < other.folded ? -1 : Number(one.folded > other.folded)))
    .map(({ progress }) => progress);
}

/** The schedules of all sites. */
export async function selectAllSchedules(db: Kysely<Database>): Promise<ScheduleProgress[]> {
  return (await db.selectFrom('report_schedule').selectAll().execute()).map(toProgress);
}

export async function findSchedule(db: Kysely<Database>, siteId: string, id: string): Promise<ScheduleProgress | null> {
  const row = await db
    .selectFrom('report_schedule')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row ? toProgress(row) : null;
}

/** Adds a schedule; nothing is due of it before it is looked at. Within a transaction. */
export async function insertSchedule(
  trx: Kysely<Database>,
  siteId: string,
  input: ReportScheduleInput,
  id = newId(),
): Promise<StoredSchedule> {
  await insertDocument(trx, 'report_schedule', { siteId, id }, input, unhandled);
  return { ...input, id, version: 1 };
}

/** Changes a schedule that still has this version; null when it has another, or is gone. */
export async function updateSchedule(
  db: Kysely<Database>,
  siteId: string,
  { id, version }: { readonly id: string; readonly version: number },
  input: ReportScheduleInput,
): Promise<StoredSchedule | null> {
  const row = await updateDocument(db, 'report_schedule', { siteId, id, version }, input);
  return row ? toSchedule(row) : null;
}

/** Deletes a schedule that still has this version; false when it has another, or is gone. */
export function deleteSchedule(
  db: Kysely<Database>,
  siteId: string,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<boolean> {
  return deleteDocument(db, 'report_schedule', { siteId, id, version });
}

interface Handled {
  readonly siteId: string;
  readonly schedule: Pick<StoredSchedule, 'id' | 'version'>;
}

/** A schedule that is new or has changed counts from an instant on. */
export async function startCounting(
  db: Kysely<Database>,
  { siteId, schedule }: Handled,
  handledFor: number,
): Promise<void> {
  await ofVersion(db, siteId, schedule)
    .set({ handled_version: schedule.version, handled_for: handledFor, lease_until: null, error: null })
    .execute();
}

/** Takes the work that is due for this node alone, for a while; false: another node has it, or has done it. */
export async function leaseSchedule(
  db: Kysely<Database>,
  { siteId, schedule }: Handled,
  { dueAt, now, until }: { readonly dueAt: number; readonly now: number; readonly until: number },
): Promise<boolean> {
  const { numUpdatedRows } = await ofVersion(db, siteId, schedule)
    .set({ lease_until: until })
    .where('handled_for', '<', dueAt)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}

/** Notes that what was due is on its way, or with `isSent` false: that it comes too late. False: that was noted already. */
export async function markHandled(
  trx: Kysely<Database>,
  { siteId, schedule }: Handled,
  { dueAt, isSent }: { readonly dueAt: number; readonly isSent: boolean },
): Promise<boolean> {
  const { numUpdatedRows } = await ofVersion(trx, siteId, schedule)
    .set({ handled_for: dueAt, lease_until: null, error: null, ...(isSent ? { sent_for: dueAt } : {}) })
    .where('handled_for', '<', dueAt)
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}

/** Notes why the mail could not be made. It is tried again once the lease is over. */
export async function noteFailure(db: Kysely<Database>, { siteId, schedule }: Handled, error: string): Promise<void> {
  await ofVersion(db, siteId, schedule).set({ error }).execute();
}

function ofVersion(db: Kysely<Database>, siteId: string, { id, version }: Handled['schedule']) {
  return db
    .updateTable('report_schedule')
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('version', '=', version);
}
