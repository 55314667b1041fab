import type { Invite } from '@foyer/protocol/invite';
import { Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { queryClient } from '../../api/query-client.ts';
import { errorText, isProblem } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { InviteImage } from './invite-image.tsx';
import { changeInvite, invitesQuery, refreshInvites } from './invites-api.ts';
import classes from './invites-page.module.css';

/** An invite in the list. */
export function InviteRow({ siteId, invite }: { siteId: string; invite: Invite }) {
  const { t } = useTranslation('invites');
  const { t: tShell } = useTranslation('shell');
  const change = useMutation({
    mutationFn: (next: Invite) => changeInvite(siteId, next),
    onMutate: (next) => {
      queryClient.setQueryData(invitesQuery(siteId).queryKey, (list) =>
        list?.map((one) => (one.id === next.id ? next : one)),
      );
    },
    onError: (error) =>
      notifyFailed(isProblem(error, 'conflict') ? tShell('staleTitle') : errorText(error), t('changeFailed')),
    onSettled: () => refreshInvites(siteId),
  });
  return (
    <li className={classes.row} data-enabled={invite.enabled}>
      <InviteImage image={invite.image} size={52} />
      <div className={classes.words}>
        <Link
          href={`/settings/invites/${invite.id}`}
          className={classes.name}
          data-list-item
          aria-label={t('edit', { name: invite.name })}
        >
          {invite.name}
        </Link>
        <p className={classes.summary}>
          <Sending invite={invite} /> · {t(`frequency.${invite.frequency}`)}
        </p>
      </div>
      <Switch
        checked={invite.enabled}
        aria-label={t('enabledOf', { name: invite.name })}
        onChange={(event) => change.mutate({ ...invite, enabled: event.currentTarget.checked })}
      />
    </li>
  );
}

/** On which pages it sends itself. */
function Sending({ invite: { autoSend } }: { invite: Invite }) {
  const { t } = useTranslation('invites');
  if (!autoSend.enabled) return t('byHand');
  if (autoSend.pages.length === 0) return t('autoNone');
  if (autoSend.pages.includes('*')) return t('autoAll');
  const first = autoSend.pages.slice(0, 2).join(t('or'));
  const rest = autoSend.pages.length - 2;
  return t('auto', { pages: rest > 0 ? t('more', { first, count: rest }) : first });
}
