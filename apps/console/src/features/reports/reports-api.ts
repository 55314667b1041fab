import { type ReportDefinition, type ReportId, reportDefinitions, reportSchema } from '@foyer/protocol/report';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { request } from '../../api/rest-client.ts';
import type { ReportView } from './report-address.ts';

/** Rows that a report shows before all are asked for, and the most that it shows then. */
const firstRows = 100;
const allRows = 10_000;

/** A report as its view asks for it. What nobody waits for any more, the server stops to read. */
export function reportQuery(siteId: string, id: ReportId, view: ReportView) {
  const query = queryOf(id, view);
  query.set('limit', String(view.isWhole ? allRows : firstRows));
  return queryOptions({
    queryKey: ['site', siteId, 'report', id, query.toString()],
    queryFn: ({ signal }) => request('GET', `/sites/${siteId}/reports/${id}?${query}`, reportSchema, undefined, signal),
    placeholderData: (previous, query) => (query?.queryKey[3] === id ? keepPreviousData(previous) : undefined),
  });
}

/** Where the file of a report is, with all its rows; without a format. */
export function exportAddress(siteId: string, id: ReportId, view: ReportView): string {
  return `/sites/${siteId}/reports/${id}/export?${queryOf(id, view)}`;
}

function queryOf(id: ReportId, { range, compare, grain, filter, sort }: ReportView): URLSearchParams {
  const { columns }: ReportDefinition = reportDefinitions[id];
  const query = new URLSearchParams({ from: range.from, to: range.to, compare, grain });
  if (filter !== null) query.set('filter', JSON.stringify(filter));
  if (columns.some((column) => column.id === sort)) query.set('sort', sort);
  return query;
}
