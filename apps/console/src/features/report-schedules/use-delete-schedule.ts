import type { ReportSchedule } from '@foyer/protocol/report-schedule';
import { useTranslation } from 'react-i18next';
import { errorText, isProblem } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { deleteReportSchedule, inputOf, refreshReportSchedules, saveReportSchedule } from './report-schedules-api.ts';

/** Deletes a schedule, and for some seconds offers to make it again. */
export function useDeleteSchedule(siteId: string): (known: ReportSchedule) => Promise<void> {
  const { t } = useTranslation('reportSchedules');
  const { t: tShell } = useTranslation('shell');
  const undo = async (known: ReportSchedule) => {
    try {
      await saveReportSchedule(siteId, null, inputOf(known));
      notifyDone(t('restored', { name: known.name }));
    } catch (error) {
      notifyFailed(errorText(error));
    }
    await refreshReportSchedules(siteId);
  };
  return async (known) => {
    try {
      await deleteReportSchedule(siteId, known);
    } catch (error) {
      const reason = isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error);
      notifyFailed(reason, t('removeFailed', { name: known.name }));
      return;
    } finally {
      await refreshReportSchedules(siteId);
    }
    notifyUndoable(t('removed', { name: known.name }), tShell('undo'), () => void undo(known));
  };
}
