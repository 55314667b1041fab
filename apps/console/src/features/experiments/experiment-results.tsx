import type { Experiment, ExperimentRun } from '@foyer/protocol/experiment';
import { Alert, Select } from '@mantine/core';
import { IconAlertTriangle, IconFlask } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Section } from '../../ui/section.tsx';
import { siteQuery } from '../sites/sites-api.ts';
import { Comparisons } from './comparisons.tsx';
import classes from './experiment-results.module.css';
import { resultsQuery } from './experiments-api.ts';
import { GroupFigures } from './group-figures.tsx';

interface ExperimentResultsViewProps {
  siteId: string;
  experiment: Experiment;
  /** Newest first. */
  runs: readonly ExperimentRun[];
}

/** What an experiment has shown: its newest run, or one that is chosen. */
export function ExperimentResultsView({ siteId, experiment, runs }: ExperimentResultsViewProps) {
  const { t } = useTranslation('experiments');
  const [chosen, setChosen] = useState<string | null>(null);
  const run = runs.find(({ id }) => id === chosen) ?? runs[0];
  if (run === undefined)
    return (
      <Empty icon={<IconFlask size={22} />} title={t('results.none')}>
        {t('results.noneText')}
      </Empty>
    );
  const day = (at: number) => dayjs(at).format('D MMM YYYY');
  return (
    <>
      {runs.length < 2 ? null : (
        <Select
          className={classes.runs ?? ''}
          label={t('results.chooseRun')}
          value={run.id}
          allowDeselect={false}
          data={runs.map(({ id, number, startedAt, stoppedAt }) => ({
            value: id,
            label:
              stoppedAt === null
                ? t('results.runGoing', { number, from: day(startedAt) })
                : t('results.runOption', { number, from: day(startedAt), to: day(stoppedAt) }),
          }))}
          onChange={setChosen}
        />
      )}
      <RunResults siteId={siteId} experiment={experiment} run={run} isNewest={run === runs[0]} />
    </>
  );
}

interface RunResultsProps {
  siteId: string;
  experiment: Experiment;
  run: ExperimentRun;
  isNewest: boolean;
}

function RunResults({ siteId, experiment, run, isNewest }: RunResultsProps) {
  const { t } = useTranslation('experiments');
  const results = useQuery(resultsQuery(siteId, run));
  const site = useQuery(siteQuery(siteId));
  if (results.isPending || site.isPending) return <Loading />;
  if (results.isError) return <Failure error={results.error} onRetry={() => void results.refetch()} />;
  if (site.isError) return <Failure error={site.error} onRetry={() => void site.refetch()} />;
  const { hasWrongShares, changedInvites } = results.data;
  const { currency } = site.data;
  return (
    <div className={classes.results}>
      {hasWrongShares ? (
        <Alert
          color="red"
          role="alert"
          icon={<IconAlertTriangle size={16} aria-hidden />}
          title={t('results.wrongShares')}
        >
          {t('results.wrongSharesText')}
        </Alert>
      ) : null}
      {changedInvites.length === 0 ? null : (
        <Alert color="yellow" role="status" title={t('results.changed')}>
          {t('results.changedText', {
            count: changedInvites.length,
            names: changedInvites.map((name) => `“${name}”`).join(', '),
          })}
        </Alert>
      )}
      <Section title={t('results.comparisons')}>
        <Comparisons results={results.data} currency={currency} />
      </Section>
      <Section title={t('results.groups')} about={t('results.groupsNote', { count: run.goalWithinDays })}>
        <GroupFigures
          siteId={siteId}
          results={results.data}
          currency={currency}
          // A look that an earlier run tried may be no part of the experiment any more.
          experiment={isNewest ? experiment : null}
        />
      </Section>
    </div>
  );
}
