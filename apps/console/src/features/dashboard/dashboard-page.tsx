import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { ReportTabs } from '../reports/report-tabs.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import classes from './dashboard-page.module.css';
import { LastDays } from './last-days.tsx';
import { Now } from './now.tsx';
import { TodayAndMonth } from './today-and-month.tsx';

/** What goes on now, and how today, this month and the last 30 days compare (W-123 to W-125, W-190). */
export function DashboardPage() {
  const { t } = useTranslation('dashboard');
  const siteId = useSiteId();
  const { role } = useMe();
  usePageTitle(t('title'));
  return (
    <Page title={role === 'operator' ? t('title') : t('title', { ns: 'reports' })} about={<ReportTabs />} width="full">
      <div className={classes.page}>
        <Now siteId={siteId} />
        <TodayAndMonth siteId={siteId} />
        {role === 'operator' ? null : <LastDays siteId={siteId} />}
      </div>
    </Page>
  );
}
