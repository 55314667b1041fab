import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useMe } from '../../api/me.ts';
import { PageTabs } from '../../ui/page-tabs.tsx';

/** Between the dashboard and the reports. Operators see the dashboard alone. */
export function ReportTabs() {
  const { t } = useTranslation('reports');
  const { role } = useMe();
  const [location] = useLocation();
  if (role === 'operator') return null;
  return (
    <PageTabs
      label={t('views')}
      tabs={[
        { href: '/dashboard', label: t('dashboard') },
        { href: '/reports/visits', label: t('reports'), isHere: location.startsWith('/reports') },
      ]}
    />
  );
}
