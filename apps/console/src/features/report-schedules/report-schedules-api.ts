import {
  type ReportSchedule,
  type ReportScheduleInput,
  type ReportScheduleMail,
  reportScheduleMailSchema,
  reportScheduleSchema,
} from '@foyer/protocol/report-schedule';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

/** What became of mails is asked for as long as the page is open. */
const repeatMs = 10_000;
const sentSchema = z.object({ to: z.string() });

/** A site's reports by e-mail, by name. */
export const reportSchedulesQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'reportSchedules'],
    queryFn: (): Promise<ReportSchedule[]> =>
      request('GET', `/sites/${siteId}/report-schedules`, itemsOf(reportScheduleSchema)),
    refetchInterval: repeatMs,
  });

/** Makes a schedule, or changes the one that is known; fails with `conflict` when it has been changed since it was read. */
export function saveReportSchedule(
  siteId: string,
  known: ReportSchedule | null,
  input: ReportScheduleInput,
): Promise<ReportSchedule> {
  const path = `/sites/${siteId}/report-schedules`;
  return known === null
    ? request('POST', path, reportScheduleSchema, input)
    : request('PUT', `${path}/${known.id}`, reportScheduleSchema, { ...input, version: known.version });
}

export function deleteReportSchedule(siteId: string, { id, version }: ReportSchedule): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/report-schedules/${id}?version=${version}`);
}

/** What the mail would say if it were due now. */
export function previewReportSchedule(siteId: string, input: ReportScheduleInput): Promise<ReportScheduleMail> {
  return request('POST', `/sites/${siteId}/report-schedules/preview`, reportScheduleMailSchema, input);
}

/** Mails it to whoever is signed in; the answer is the address. */
export async function sendReportScheduleToMe(siteId: string, input: ReportScheduleInput): Promise<string> {
  return (await request('POST', `/sites/${siteId}/report-schedules/send-to-me`, sentSchema, input)).to;
}

export function refreshReportSchedules(siteId: string): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: reportSchedulesQuery(siteId).queryKey });
}

/** The fields that are written, without what the server tells of a schedule. */
export function inputOf(schedule: ReportSchedule): ReportScheduleInput {
  const { id: _id, version: _version, nextAt: _nextAt, last: _last, ...input } = schedule;
  return input;
}
