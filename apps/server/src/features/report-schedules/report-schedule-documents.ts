import { reportScheduleInputSchema } from '@foyer/protocol/report-schedule';
import type { NamedDocuments } from '../../storage/named-documents.ts';
import { deleteSchedule, insertSchedule, selectSchedules, updateSchedule } from './report-schedule-repository.ts';

/** A site's schedules by name, for configuration files. */
export const reportScheduleDocuments: NamedDocuments = {
  list: async (db, siteId) => (await selectSchedules(db, siteId)).map(({ schedule }) => schedule),
  insert: async (trx, siteId, id, fields) =>
    void (await insertSchedule(trx, siteId, reportScheduleInputSchema.parse(fields), id)),
  update: async (trx, siteId, at, fields) =>
    (await updateSchedule(trx, siteId, at, reportScheduleInputSchema.parse(fields))) !== null,
  remove: deleteSchedule,
  order: async () => undefined,
};
