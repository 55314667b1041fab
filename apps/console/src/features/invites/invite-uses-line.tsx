import type { InviteUses } from '@foyer/protocol/invite';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import classes from './invite-designer.module.css';
import { inviteUsesQuery } from './invites-api.ts';

/** Which rules send an invite, as links; nothing when none does. */
export function InviteUsesLine({ siteId, inviteId }: { siteId: string; inviteId: string }) {
  const { t } = useTranslation('invites');
  const uses = useQuery(inviteUsesQuery(siteId));
  const own = uses.data?.find((one) => one.inviteId === inviteId) ?? { alerts: [], prospectRules: [] };
  const rules = [
    ...own.alerts.map(({ id, name }) => ({ id, name: t('alertNamed', { name }), href: `/settings/alerts/${id}` })),
    ...own.prospectRules.map(({ id, name }) => ({
      id,
      name: t('prospectRuleNamed', { name }),
      href: `/settings/prospects/${id}`,
    })),
  ];
  if (rules.length === 0) return null;
  return (
    <p className={classes.hint}>
      {t('sentBy')}{' '}
      {rules.map(({ id, name, href }, index) => (
        <span key={id}>
          {index === 0 ? '' : ', '}
          <Link href={href}>{name}</Link>
        </span>
      ))}
      .
    </p>
  );
}

/** The same in words. */
export function useUsesText(): (uses: InviteUses) => string {
  const { t } = useTranslation('invites');
  return ({ alerts, prospectRules }) =>
    [
      ...alerts.map(({ name }) => t('alertNamed', { name })),
      ...prospectRules.map(({ name }) => t('prospectRuleNamed', { name })),
    ].join(', ');
}
