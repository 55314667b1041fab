import { Button } from '@mantine/core';
import { IconFlask, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { invitesQuery } from '../invites/invites-api.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { ExperimentRow } from './experiment-row.tsx';
import { experimentsQuery } from './experiments-api.ts';
import classes from './experiments-page.module.css';

/** The experiments of a site. */
export function ExperimentsPage() {
  const { t } = useTranslation('experiments');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const experiments = useQuery(experimentsQuery(siteId));
  const invites = useQuery(invitesQuery(siteId));
  const hasInvites = invites.data !== undefined && invites.data.length > 0;
  return (
    <SettingsPage
      title={t('title')}
      purpose={t('purpose')}
      example={t('example')}
      actions={
        hasInvites ? (
          <Button leftSection={<IconPlus size={14} />} onClick={() => navigate('/settings/experiments/new')}>
            {t('add')}
          </Button>
        ) : null
      }
    >
      {experiments.isPending || invites.isPending ? (
        <Loading />
      ) : experiments.isError ? (
        <Failure error={experiments.error} onRetry={() => void experiments.refetch()} />
      ) : experiments.data.items.length === 0 ? (
        <Empty
          icon={<IconFlask size={22} />}
          title={t('emptyTitle')}
          actions={hasInvites ? undefined : <Link href="/settings/invites/new">{t('toInvites')}</Link>}
        >
          {hasInvites ? t('emptyText') : `${t('emptyText')} ${t('needInvite')}`}
        </Empty>
      ) : (
        <ul className={classes.list} aria-label={t('listLabel')}>
          {experiments.data.items.map((experiment) => (
            <ExperimentRow
              key={experiment.id}
              siteId={siteId}
              experiment={experiment}
              run={experiments.data.runs.find(({ experimentId }) => experimentId === experiment.id) ?? null}
              invites={invites.data ?? []}
            />
          ))}
        </ul>
      )}
    </SettingsPage>
  );
}
