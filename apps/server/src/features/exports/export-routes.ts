import { Readable } from 'node:stream';
import { maxReportDays, reportDefinitions, reportIds, reportQueryFields } from '@foyer/protocol/report';
import type { Site } from '@foyer/protocol/site';
import { text } from '@foyer/protocol/text';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import type { Storage } from '../../storage/storage.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { contentDisposition } from '../chat-files/safe-file-name.ts';
import type { ListReader } from '../lists/list-visits.ts';
import { readFilter } from '../lists/read-filter.ts';
import { buildReport } from '../reports/build-report.ts';
import { countDays } from '../reports/report-days.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { exportName } from './export-name.ts';
import { type ExportFormat, type ExportTable, exportFormats, mediaTypes } from './export-table.ts';
import { type ExportedList, exportedLists } from './exported-lists.ts';
import { readListTable } from './read-list-table.ts';
import { tableOfReport } from './report-table.ts';
import { writeCsv } from './write-csv.ts';
import { writeJson } from './write-json.ts';
import { maxSheetRows, writeXlsx } from './write-xlsx.ts';

const format = z.enum(exportFormats);

/**
 * Files of reports and lists of one site, under /api/v1/sites/:siteId. Callers are its supervisors, one file at a time each;
 * each file that is begun stands in the change log.
 */
export const exportRoutes: FastifyPluginAsyncZod<{ storage: Storage; limits: RateLimits; now: () => number }> = async (
  app,
  { storage, limits, now },
) => {
  const config = { access: { who: 'supervisor', touches: 'site' } } as const;
  const params = z.object({ siteId: z.uuid() });
  const underWay = new Set<string>();

  /** Makes one file for somebody; what it is made of is read only then. */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    siteId: string,
    file: { of: string; title: string; from?: string | undefined; to?: string | undefined; format: ExportFormat },
    read: (site: Site, isWanted: () => boolean) => Promise<ExportTable>,
  ): Promise<FastifyReply> {
    const { operatorId } = request.operator;
    const site = await lookUpSite(storage.db, siteId);
    if (!site) throw new AppError('not_found', 'No such site');
    if (underWay.has(operatorId))
      throw new AppError('conflict', 'One export of yours is still under way; wait until it is done');
    underWay.add(operatorId);
    const gone = new AbortController();
    reply.raw.once('close', () => {
      underWay.delete(operatorId);
      gone.abort(new Error('nobody waits for the export any more'));
    });
    try {
      await limits.take('exportsByOperator', operatorId);
      const table = await read(site, () => !gone.signal.aborted);
      await record(request, site, file);
      const name = exportName(site.name, file.of, file, file.format);
      const body = await writeTable(table, file.format, gone.signal);
      return reply
        .header('content-type', mediaTypes[file.format])
        .header('content-disposition', contentDisposition('attachment', name))
        .header('cache-control', 'no-store')
        .send(body);
    } catch (error) {
      underWay.delete(operatorId);
      throw error;
    }
  }

  async function record(
    request: FastifyRequest,
    site: Site,
    file: { of: string; title: string; format: ExportFormat },
  ) {
    const after = { format: file.format, query: request.query };
    const entry = { siteId: site.id, kind: 'export', id: file.of, name: file.title } as const;
    await recordChange(storage.db, changerOf(request), { ...entry, before: null, after });
  }

  const reportQuery = z
    .strictObject({ ...reportQueryFields, limit: z.coerce.number().int().min(1).max(10_000).default(10_000), format })
    .refine(({ from, to }) => from <= to, { path: ['to'], message: 'must not be before the first day' })
    .refine((days) => countDays(days) <= maxReportDays, {
      path: ['to'],
      message: `must be at most ${maxReportDays} days after the first day`,
    });
  app.get(
    '/reports/:reportId/export',
    { schema: { params: params.extend({ reportId: z.enum(reportIds) }), querystring: reportQuery }, config },
    async (request, reply) => {
      const { siteId, reportId } = request.params;
      const { format: wanted, ...query } = request.query;
      const expression = readFilter(query.filter);
      const file = { of: reportId, title: reportDefinitions[reportId].title, ...query, format: wanted };
      return answer(request, reply, siteId, file, async (site, isWanted) => {
        const context = { db: storage.reports, dialect: storage.dialect, site, now: now(), isWanted };
        return tableOfReport(await buildReport(context, reportId, { ...query, expression }), site.timeZone);
      });
    },
  );

  for (const list of exportedLists) addList(list);

  function addList(list: ExportedList): void {
    const ids = list.columns.map(({ id }) => id);
    const own = { format, columns: text(2000).optional() };
    app.get(
      `/${list.path}/export`,
      { schema: { params, querystring: list.query.extend(own) as unknown as z.ZodType<ListQuery> }, config },
      async (request, reply) => {
        const { format: wanted, columns, ...query } = request.query;
        const chosen = columns === undefined ? ids : columns.split(',');
        const unknown = chosen.find((id) => !ids.includes(id));
        if (unknown !== undefined)
          throw new AppError('invalid_request', 'This list has no such column', {
            fields: [{ path: 'columns', message: `${unknown} is none of ${ids.join(', ')}` }],
          });
        readFilter(query.filter);
        const file = { of: list.path, title: list.title, from: query.from, to: query.to, format: wanted };
        return answer(request, reply, request.params.siteId, file, async (site, isWanted) => {
          const reader: ListReader = { storage, site, isWanted };
          return readListTable(list, reader, request.operator, query, chosen);
        });
      },
    );
  }
};

interface ListQuery {
  readonly format: ExportFormat;
  readonly columns?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly filter?: string | undefined;
}

/** The bytes of a file, read on as they are sent; a workbook is made as a whole. */
async function writeTable(table: ExportTable, wanted: ExportFormat, signal: AbortSignal): Promise<Readable | Buffer> {
  if (wanted !== 'xlsx')
    return Readable.from(wanted === 'csv' ? writeCsv(table) : writeJson(table), { objectMode: false });
  const workbook = await writeXlsx(table, signal);
  if (workbook === null)
    throw new AppError(
      'invalid_request',
      `A workbook takes at most ${maxSheetRows} rows, and this list has more: export it as CSV, or choose fewer days`,
    );
  return workbook;
}
