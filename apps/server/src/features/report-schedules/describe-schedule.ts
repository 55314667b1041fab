import type { ReportSchedule } from '@foyer/protocol/report-schedule';
import type { Site } from '@foyer/protocol/site';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { findStatesByOccurrence } from '../outbox/find-mail-states.ts';
import type { ScheduleProgress } from './report-schedule-repository.ts';
import { nextDue } from './schedule-times.ts';
import { occurrenceOf } from './send-due-reports.ts';

/** A schedule with when it is due next and what became of its last mails. */
export async function describeSchedule(
  db: Kysely<Database>,
  site: Site,
  { schedule, sentFor, error }: ScheduleProgress,
  now: number,
): Promise<ReportSchedule> {
  const nextAt = schedule.enabled ? nextDue(schedule, site.timeZone, now) : null;
  if (sentFor === null) return { ...schedule, nextAt, last: error === null ? null : { at: now, error, mails: [] } };
  const states = await findStatesByOccurrence(
    db,
    site.id,
    schedule.recipients.map((to) => occurrenceOf(schedule.id, sentFor, to)),
  );
  const mails = schedule.recipients.flatMap((to) => {
    const found = states.get(occurrenceOf(schedule.id, sentFor, to));
    return found ? [{ to, state: found.state, answer: found.lastAnswer }] : [];
  });
  return { ...schedule, nextAt, last: { at: sentFor, error, mails } };
}
