import { Button } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearch } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { PageTabs } from '../../ui/page-tabs.tsx';
import { invitesQuery } from '../invites/invites-api.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { ExperimentForm } from './experiment-form.tsx';
import classes from './experiment-page.module.css';
import { ExperimentResultsView } from './experiment-results.tsx';
import { ExperimentState } from './experiment-state.tsx';
import { experimentsQuery } from './experiments-api.ts';
import { useSwitchExperiment } from './use-experiments.ts';

const list = '/settings/experiments';

/** One experiment: its set-up, or what it has shown. `new` for one that is to be, on the invite that the address names. */
export function ExperimentPage({ experimentId, part }: { experimentId: string; part: 'setup' | 'results' }) {
  const { t } = useTranslation('experiments');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const experiments = useQuery(experimentsQuery(siteId));
  const invites = useQuery(invitesQuery(siteId));
  const wanted = new URLSearchParams(useSearch()).get('invite');
  const switchExperiment = useSwitchExperiment(siteId);
  const experiment = experiments.data?.items.find(({ id }) => id === experimentId) ?? null;
  const runs = experiments.data?.runs.filter((run) => run.experimentId === experimentId) ?? [];
  const path = `${list}/${experimentId}`;
  return (
    <SettingsPage
      title={experiment?.name ?? t('newTitle')}
      purpose={t('editPurpose')}
      back={{ href: list, label: t('backTo') }}
      wide
      actions={
        experiment === null ? null : (
          <>
            <span className={classes.state}>
              <ExperimentState run={runs[0] ?? null} />
            </span>
            <Button variant="default" onClick={() => switchExperiment(experiment)}>
              {experiment.enabled ? t('stop') : t('start')}
            </Button>
          </>
        )
      }
    >
      {experiment === null ? null : (
        <div className={classes.tabs}>
          <PageTabs
            label={t('parts')}
            tabs={[
              { href: path, label: t('setup'), isHere: part === 'setup' },
              { href: `${path}/results`, label: t('resultsTab'), isHere: part === 'results' },
            ]}
          />
        </div>
      )}
      {experiments.isPending || invites.isPending ? (
        <Loading />
      ) : experiments.isError ? (
        <Failure error={experiments.error} onRetry={() => void experiments.refetch()} />
      ) : experiment === null && experimentId !== 'new' ? (
        <Empty icon={<IconFlask size={22} />} title={t('gone')} actions={<Link href={list}>{t('backTo')}</Link>}>
          {t('goneText')}
        </Empty>
      ) : part === 'results' && experiment !== null ? (
        <ExperimentResultsView siteId={siteId} experiment={experiment} runs={runs} />
      ) : (
        <ExperimentForm
          // What was started or stopped beside the form is not undone by saving it.
          key={`${experimentId} ${experiment?.enabled}`}
          siteId={siteId}
          experiment={experiment}
          invites={invites.data ?? []}
          inviteId={wanted}
          onSaved={(saved) => navigate(saved.enabled ? `${list}/${saved.id}/results` : list)}
          onClose={() => navigate(list)}
        />
      )}
    </SettingsPage>
  );
}
