import type { Experiment, ExperimentRun } from '@foyer/protocol/experiment';
import type { Invite } from '@foyer/protocol/invite';
import { groupsOf } from '@foyer/rules/experiment';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { InviteImage } from '../invites/invite-image.tsx';
import { ExperimentState } from './experiment-state.tsx';
import classes from './experiments-page.module.css';
import { toneOf, useGroupName } from './group-names.ts';
import { ShareBar } from './share-bar.tsx';
import { useSwitchExperiment } from './use-experiments.ts';

interface ExperimentRowProps {
  siteId: string;
  experiment: Experiment;
  /** Its newest; null: it never ran. */
  run: ExperimentRun | null;
  invites: readonly Invite[];
}

/** What the list shows of an experiment. */
export function ExperimentRow({ siteId, experiment, run, invites }: ExperimentRowProps) {
  const { t } = useTranslation('experiments');
  const switchExperiment = useSwitchExperiment(siteId);
  const nameGroup = useGroupName();
  const inviteOf = (id: string) => invites.find((invite) => invite.id === id);
  const invite = inviteOf(experiment.inviteId);
  const shares = groupsOf(experiment).map(({ group, share }) => ({
    key: group,
    name: nameGroup(group, (group === 'invite' ? invite : inviteOf(group))?.name ?? null),
    percent: Math.round(share * 100),
    tone: toneOf(group, experiment.variants),
  }));
  const path = `/settings/experiments/${experiment.id}`;
  return (
    <li className={classes.row}>
      {invite === undefined ? null : <InviteImage siteId={siteId} image={invite.image} size={52} />}
      <div className={classes.words}>
        <p className={classes.nameLine}>
          <Link
            href={run === null ? path : `${path}/results`}
            className={classes.name}
            aria-label={t('edit', { name: experiment.name })}
          >
            {experiment.name}
          </Link>
          <span className={classes.summary}>
            {invite === undefined ? t('goneInvite') : t('onInvite', { invite: invite.name })} ·{' '}
            <ExperimentState run={run} />
          </span>
        </p>
        <ShareBar shares={shares} />
      </div>
      <Button
        variant="default"
        aria-label={`${experiment.enabled ? t('stop') : t('start')}: ${experiment.name}`}
        onClick={() => switchExperiment(experiment)}
      >
        {experiment.enabled ? t('stop') : t('start')}
      </Button>
    </li>
  );
}
