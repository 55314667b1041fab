import type { Invite, InviteStatistics, InviteUses } from '@foyer/protocol/invite';
import { ActionIcon, Badge, Menu, Switch, Tooltip } from '@mantine/core';
import { IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { formatMoney } from '../../ui/format-money.ts';
import { RowFindings } from '../rule-findings/row-findings.tsx';
import { ShadowLink } from '../shadow-mode/shadow-link.tsx';
import { InviteImage } from './invite-image.tsx';
import { useUsesText } from './invite-uses-line.tsx';
import classes from './invites-page.module.css';
import { useCopyInvite, useDeleteInvite, useSwitchInvite } from './use-invites.ts';

interface InviteRowProps {
  siteId: string;
  invite: Invite;
  /** Null: not read yet. */
  statistics: Omit<InviteStatistics, 'inviteId'> | null;
  /** Null: not read yet, or no rule sends it. */
  uses: InviteUses | null;
  currency: string | null;
}

/** What the ordered list shows of an invite. */
export function InviteRow({ siteId, invite, statistics, uses, currency }: InviteRowProps) {
  const { t } = useTranslation('invites');
  const switchInvite = useSwitchInvite(siteId);
  const copy = useCopyInvite(siteId);
  const remove = useDeleteInvite(siteId);
  return (
    <div className={classes.row} data-enabled={invite.enabled}>
      <InviteImage siteId={siteId} image={invite.image} size={52} />
      <div className={classes.words}>
        <p className={classes.nameLine}>
          <Link
            href={`/settings/invites/${invite.id}`}
            className={classes.name}
            data-list-item
            aria-label={t('edit', { name: invite.name })}
          >
            {invite.name}
          </Link>
          {invite.shadow ? (
            <Tooltip label={t('field.shadowHint')}>
              <Badge size="xs" variant="light" color="gray">
                {t('field.shadow')}
              </Badge>
            </Tooltip>
          ) : null}
        </p>
        <p className={classes.summary}>
          <Sending invite={invite} uses={uses} />
        </p>
        <RowFindings kind="invite" rule={invite} />
        {invite.shadow ? (
          <p className={classes.summary}>
            <ShadowLink kind="invite" rule={invite} />
          </p>
        ) : null}
        <Statistics statistics={statistics} currency={currency} name={invite.name} />
      </div>
      <Switch
        checked={invite.enabled}
        aria-label={t('enabledOf', { name: invite.name })}
        onChange={(event) => switchInvite.mutate({ ...invite, enabled: event.currentTarget.checked })}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('more', { name: invite.name })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCopy size={14} />} onClick={() => void copy(invite)}>
            {t('copy')}
          </Menu.Item>
          <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => remove(invite)}>
            {t('remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

/** On which pages it sends itself, which rules send it, and how often. */
function Sending({ invite, uses }: { invite: Invite; uses: InviteUses | null }) {
  const { t } = useTranslation('invites');
  const usesText = useUsesText();
  const { autoSend } = invite;
  const ways = [
    ...(autoSend.enabled ? [t('auto', { pages: describePages(autoSend.pages, t) })] : []),
    ...(uses === null || uses.alerts.length + uses.prospectRules.length === 0
      ? []
      : [t('sentByRules', { rules: usesText(uses) })]),
  ];
  return `${ways.length === 0 ? t('byHand') : ways.join(' · ')} · ${t(`frequency.${invite.frequency}`)}`;
}

function describePages(pages: readonly string[], t: ReturnType<typeof useTranslation<'invites'>>['t']): string {
  if (pages.length === 0) return t('noPage');
  if (pages.includes('*')) return t('allPages');
  const first = pages.slice(0, 2).join(t('or'));
  const rest = pages.length - 2;
  return rest > 0 ? t('morePages', { first, count: rest }) : first;
}

function Statistics({
  statistics,
  currency,
  name,
}: Pick<InviteRowProps, 'statistics' | 'currency'> & { name: string }) {
  const { t } = useTranslation('invites');
  if (statistics === null) return null;
  const { sent, shown, accepted, declined, chats, revenue } = statistics;
  if (sent + chats === 0) return <p className={classes.unsent}>{t('notSent')}</p>;
  const share = shown === 0 ? '' : ` (${Math.round((accepted / shown) * 100)} %)`;
  const figures = [
    [t('figure.sent'), sent.toLocaleString('en')],
    [t('figure.shown'), shown.toLocaleString('en')],
    [t('figure.accepted'), `${accepted.toLocaleString('en')}${share}`],
    [t('figure.declined'), declined.toLocaleString('en')],
    [t('figure.chats'), chats.toLocaleString('en')],
    ...(currency === null ? [] : [[t('figure.revenue'), formatMoney(revenue, currency)]]),
  ] as const;
  return (
    <dl className={classes.figures} aria-label={t('figuresOf', { name })}>
      {figures.map(([term, value]) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
