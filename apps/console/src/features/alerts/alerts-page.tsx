import { Button } from '@mantine/core';
import { IconBell, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { AlertDrawer } from './alert-drawer.tsx';
import { AlertOrder } from './alert-order.tsx';
import { alertsQuery } from './alerts-api.ts';
import classes from './alerts-page.module.css';

/** The ordered alerts of a site, and the form of the one at the address. */
export function AlertsPage({ alertId }: { alertId: string | null }) {
  const { t } = useTranslation('alerts');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const alerts = useQuery(alertsQuery(siteId));
  usePageTitle(t('title'));
  return (
    <Page
      title={t('title')}
      width="reading"
      actions={
        <Button leftSection={<IconPlus size={14} />} onClick={() => navigate('/settings/alerts/new')}>
          {t('add')}
        </Button>
      }
    >
      <p className={classes.lead}>{t('lead')}</p>
      {alerts.isPending ? (
        <Loading />
      ) : alerts.isError ? (
        <Failure error={alerts.error} onRetry={() => void alerts.refetch()} />
      ) : (
        <>
          <AlertOrder siteId={siteId} list={alerts.data} />
          {alerts.data.items.every((alert) => alert.builtIn) ? (
            <Empty icon={<IconBell size={22} />} title={t('emptyTitle')}>
              {t('emptyText')}
            </Empty>
          ) : null}
          <AlertDrawer
            siteId={siteId}
            alertId={alertId}
            alerts={alerts.data.items}
            onClose={() => navigate('/settings/alerts')}
          />
        </>
      )}
    </Page>
  );
}
