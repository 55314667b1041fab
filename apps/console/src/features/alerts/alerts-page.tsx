import { Button } from '@mantine/core';
import { IconBell, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { AlertOrder } from './alert-order.tsx';
import { alertsQuery } from './alerts-api.ts';
import classes from './alerts-page.module.css';

/** The ordered alerts of a site. */
export function AlertsPage() {
  const { t } = useTranslation('alerts');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const alerts = useQuery(alertsQuery(siteId));
  const add = (
    <Button leftSection={<IconPlus size={14} />} onClick={() => navigate('/settings/alerts/new')}>
      {t('add')}
    </Button>
  );
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')} actions={add}>
      {alerts.isPending ? (
        <Loading />
      ) : alerts.isError ? (
        <Failure error={alerts.error} onRetry={() => void alerts.refetch()} />
      ) : (
        <>
          {alerts.data.items.every((alert) => alert.builtIn) ? (
            <Empty icon={<IconBell size={22} />} title={t('emptyTitle')}>
              {t('emptyText')}
            </Empty>
          ) : (
            <p className={classes.hint}>{t('listHint')}</p>
          )}
          <AlertOrder siteId={siteId} list={alerts.data} />
        </>
      )}
    </SettingsPage>
  );
}
