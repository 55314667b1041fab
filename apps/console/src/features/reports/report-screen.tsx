import { type ReportId, reportDefinitions } from '@foyer/protocol/report';
import { IconLock, IconMapOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, Redirect } from 'wouter';
import { useMe } from '../../api/me.ts';
import { Empty } from '../../ui/empty.tsx';
import { ReportPage } from './report-page.tsx';

/** The report of an address, for those who may see it. */
export function ReportScreen({ reportId }: { reportId: string | null }) {
  const { t } = useTranslation('reports');
  const { role } = useMe();
  if (role === 'operator')
    return (
      <Empty
        isPage
        icon={<IconLock size={22} />}
        title={t('forbidden')}
        actions={<Link href="/dashboard">{t('toDashboard')}</Link>}
      >
        {t('forbiddenText')}
      </Empty>
    );
  if (reportId === null) return <Redirect to="/reports/visits" replace />;
  if (isReportId(reportId)) return <ReportPage key={reportId} id={reportId} />;
  return (
    <Empty
      isPage
      icon={<IconMapOff size={22} />}
      title={t('noSuchReport')}
      actions={<Link href="/reports/visits">{t('toReports')}</Link>}
    >
      {t('noSuchReportText')}
    </Empty>
  );
}

function isReportId(text: string): text is ReportId {
  return Object.hasOwn(reportDefinitions, text);
}
