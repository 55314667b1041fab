import type { Invite } from '@foyer/protocol/invite';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import classes from './experiment-page.module.css';
import type { ExperimentValues } from './experiment-values.ts';
import { toneOf, useGroupName } from './group-names.ts';
import { LookPreview } from './look-preview.tsx';
import { ShareBar } from './share-bar.tsx';

interface ExperimentBesideProps {
  siteId: string;
  values: ExperimentValues;
  invites: readonly Invite[];
}

/** Beside the form: how visitors are shared out, what each group sees, and what a hold-out is for. */
export function ExperimentBeside({ siteId, values, invites }: ExperimentBesideProps) {
  const { t } = useTranslation('experiments');
  const nameGroup = useGroupName();
  const inviteOf = (id: string | null) => invites.find((invite) => invite.id === id) ?? null;
  const invite = inviteOf(values.inviteId);
  const variants = values.variants.filter(({ inviteId }) => inviteId !== null);
  const holdOut = Number(values.holdOutPercent);
  const rest = 100 - holdOut - variants.reduce((sum, { percent }) => sum + Number(percent), 0);
  const groups = [
    ...(holdOut > 0 ? [{ group: 'holdOut', percent: holdOut, shown: null }] : []),
    { group: 'invite', percent: rest, shown: invite },
    ...variants.map(({ inviteId, percent }) => ({
      group: inviteId ?? '',
      percent: Number(percent),
      shown: inviteOf(inviteId),
    })),
  ].map((one) => ({ ...one, name: nameGroup(one.group, one.shown?.name ?? null) }));
  return (
    <aside className={classes.beside} aria-label={t('part.beside')}>
      {invite === null ? null : (
        <Section title={t('part.looks')}>
          {rest < 1 ? (
            <p className={classes.fault} role="status">
              {t('tooMuch')}
            </p>
          ) : (
            <ShareBar
              shares={groups.map(({ group, name, percent }) => ({
                key: group,
                name,
                percent,
                tone: toneOf(group, variants),
              }))}
            />
          )}
          {groups.map(({ group, name, shown }) =>
            group !== 'holdOut' && shown === null ? null : (
              <LookPreview key={group} siteId={siteId} title={name} invite={shown} />
            ),
          )}
        </Section>
      )}
      <Section title={t('part.holdOut')}>
        <p className={classes.note}>{t('holdOutText')}</p>
      </Section>
      <Section title={t('part.beside')}>
        <p className={classes.note}>{t('stickyText')}</p>
      </Section>
    </aside>
  );
}
