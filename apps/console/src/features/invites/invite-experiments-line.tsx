import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import classes from './invite-designer.module.css';
import { inviteUsesQuery } from './invites-api.ts';

/** The experiments that an invite is part of, and the way to begin one on it. */
export function InviteExperimentsLine({ siteId, inviteId }: { siteId: string; inviteId: string }) {
  const { t } = useTranslation('invites');
  const uses = useQuery(inviteUsesQuery(siteId));
  if (uses.data === undefined) return null;
  const experiments = uses.data.find((one) => one.inviteId === inviteId)?.experiments ?? [];
  return (
    <p className={classes.hint}>
      {experiments.length === 0 ? null : t('triedBy')}{' '}
      {experiments.map(({ id, name }, index) => (
        <span key={id}>
          {index === 0 ? '' : ', '}
          <Link href={`/settings/experiments/${id}`}>{name}</Link>
        </span>
      ))}
      {experiments.length === 0 ? null : '. '}
      <Link href={`/settings/experiments/new?invite=${inviteId}`}>{t('tryIt')}</Link>
    </p>
  );
}
