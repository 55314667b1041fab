import { newId } from '../../http/new-id.ts';
import { insertOutboxItems } from '../outbox/insert-outbox-items.ts';
import { toOutboxRow } from '../outbox/outbox-row.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { makeReportMail, type ReportMailParts } from './make-report-mail.ts';
import {
  leaseSchedule,
  markHandled,
  noteFailure,
  type ScheduleProgress,
  selectAllSchedules,
  startCounting,
} from './report-schedule-repository.ts';
import { lastDue } from './schedule-times.ts';

export interface DueReportParts extends ReportMailParts {
  /** Looks for what can be sent now. */
  readonly wake: () => void;
  readonly logger: { warn(details: object, message: string): void };
}

/** A schedule that was just saved for a time that is just over is still meant for it. */
const graceMs = 60_000;
/** How long one node has for a mail; what fails is tried again after it. */
const leaseMs = 5 * 60_000;
/** What could not be made for so long is left out. */
const tooLateMs = 3 * 86_400_000;

/** Puts the mails that are due into the outbox, each once, whatever node gets to it first. */
export async function sendDueReports(parts: DueReportParts): Promise<void> {
  for (const progress of await selectAllSchedules(parts.storage.db))
    await handle(parts, progress).catch((error) =>
      parts.logger.warn({ err: error, scheduleId: progress.schedule.id }, 'a report by e-mail cannot be made just now'),
    );
}

async function handle(parts: DueReportParts, progress: ScheduleProgress): Promise<void> {
  const { storage, now } = parts;
  const { db } = storage;
  const { siteId, schedule } = progress;
  if (progress.handledVersion !== schedule.version) {
    await startCounting(db, progress, now() - graceMs);
    return;
  }
  if (!schedule.enabled) return;
  const site = await lookUpSite(db, siteId);
  if (!site) return;
  const dueAt = lastDue(schedule, site.timeZone, now());
  if (dueAt <= progress.handledFor) return;
  if (now() - dueAt > tooLateMs) {
    await markHandled(db, progress, { dueAt, isSent: false });
    return;
  }
  if (!(await leaseSchedule(db, progress, { dueAt, now: now(), until: now() + leaseMs }))) return;
  try {
    const mail = await makeReportMail(parts, site, schedule, dueAt);
    await db.transaction().execute(async (trx) => {
      if (!(await markHandled(trx, progress, { dueAt, isSent: true }))) return;
      const items = schedule.recipients.map((to) =>
        toOutboxRow({
          siteId,
          id: newId(),
          at: now(),
          occurrence: occurrenceOf(schedule.id, dueAt, to),
          cause: `Report by e-mail: ${schedule.name}`,
          visitorId: null,
          visitId: null,
          message: { kind: 'email', to, template: 'report', ...mail },
        }),
      );
      await insertOutboxItems(trx, storage.dialect, items);
    });
  } catch (error) {
    await noteFailure(
      db,
      progress,
      'It could not be made; the server’s log says why. It is tried again every 5 minutes.',
    );
    throw error;
  }
  parts.wake();
}

/** What makes a mail one and the same: its schedule, when it was due, and whom it goes to. */
export function occurrenceOf(scheduleId: string, dueAt: number, to: string): string {
  return `report ${scheduleId} ${dueAt} ${to}`;
}
