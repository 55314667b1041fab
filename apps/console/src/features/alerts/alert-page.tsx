import type { AlertList } from '@foyer/protocol/alert';
import { IconBell } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { siteQuery } from '../sites/sites-api.ts';
import { AlertForm } from './alert-form.tsx';
import { alertsQuery } from './alerts-api.ts';

/** The editor of one alert; `new` makes one. */
export function AlertPage({ alertId }: { alertId: string }) {
  const { t } = useTranslation('alerts');
  const siteId = useSiteId();
  const alerts = useQuery(alertsQuery(siteId));
  const site = useQuery(siteQuery(siteId));
  const [reloads, setReloads] = useState(0);
  const isNew = alertId === 'new';
  return (
    <SettingsPage
      title={isNew ? t('newTitle') : (nameOf(alerts.data, alertId) ?? t('editTitle'))}
      purpose={t('purpose')}
      back={{ href: '/settings/alerts', label: t('back') }}
      wide
    >
      {alerts.isError || site.isError ? (
        <Failure
          error={alerts.error ?? site.error}
          onRetry={() => void Promise.all([alerts.refetch(), site.refetch()])}
        />
      ) : alerts.isPending || site.isPending ? (
        <Loading />
      ) : isNew || nameOf(alerts.data, alertId) !== null ? (
        <AlertForm
          key={`${alertId} ${reloads}`}
          siteId={siteId}
          alert={alerts.data.items.find(({ id }) => id === alertId) ?? null}
          list={alerts.data}
          currency={site.data.currency}
          onReload={() => void alerts.refetch().then(() => setReloads(reloads + 1))}
        />
      ) : (
        <Empty
          icon={<IconBell size={22} />}
          title={t('gone')}
          actions={<Link href="/settings/alerts">{t('back')}</Link>}
        >
          {t('goneText')}
        </Empty>
      )}
    </SettingsPage>
  );
}

function nameOf(list: AlertList | undefined, alertId: string): string | null {
  return list?.items.find(({ id }) => id === alertId)?.name ?? null;
}
