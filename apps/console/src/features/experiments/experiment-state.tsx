import type { ExperimentRun } from '@foyer/protocol/experiment';
import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/moment.tsx';

/** Whether an experiment runs, and since when it does or does not. `run`: its newest; null: it never ran. */
export function ExperimentState({ run }: { run: ExperimentRun | null }) {
  const { t } = useTranslation('experiments');
  const state = run === null ? 'never' : run.stoppedAt === null ? 'running' : 'stopped';
  return (
    <span>
      <Badge size="sm" variant="light" color={state === 'running' ? 'green' : 'gray'}>
        {t(`state.${state}`)}
      </Badge>{' '}
      {run === null ? null : (
        <>
          {t('since')} <Moment at={run.stoppedAt ?? run.startedAt} />
        </>
      )}
    </span>
  );
}
