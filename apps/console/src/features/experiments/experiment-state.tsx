import type { ExperimentRun } from '@foyer/protocol/experiment';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/moment.tsx';
import classes from './experiment-state.module.css';

/** Whether an experiment runs, and since when it does or does not. `run`: its newest; null: it never ran. */
export function ExperimentState({ run }: { run: ExperimentRun | null }) {
  const { t } = useTranslation('experiments');
  const state = run === null ? 'never' : run.stoppedAt === null ? 'running' : 'stopped';
  return (
    <span>
      <span className={classes.mark} data-state={state}>
        {t(`state.${state}`)}
      </span>{' '}
      {run === null ? null : (
        <>
          {t('since')} <Moment at={run.stoppedAt ?? run.startedAt} />
        </>
      )}
    </span>
  );
}
