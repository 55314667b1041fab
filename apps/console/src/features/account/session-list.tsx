import type { Session } from '@foyer/protocol/session';
import { Button } from '@mantine/core';
import { IconDeviceDesktop } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { endSession, endSessions, sessionsQuery } from './account-api.ts';
import classes from './session-list.module.css';

/** Where somebody is signed in, and ending it. `userId` null: oneself. */
export function SessionList({ userId }: { userId: string | null }) {
  const { t } = useTranslation('account');
  const sessions = useQuery(sessionsQuery(userId));
  const refresh = () => queryClient.invalidateQueries({ queryKey: sessionsQuery(userId).queryKey });
  const end = useMutation({
    mutationFn: (session: Session) => endSession(userId, session),
    onSuccess: () => notifyDone(t('ended')),
    onError: (error) => notifyFailed(errorText(error)),
    onSettled: refresh,
  });
  const endAll = useMutation({
    mutationFn: () => endSessions(userId),
    onSuccess: () => notifyDone(t('endedAll')),
    onError: (error) => notifyFailed(errorText(error)),
    onSettled: refresh,
  });
  if (sessions.isPending) return <Loading />;
  if (sessions.isError) return <Failure error={sessions.error} onRetry={() => void sessions.refetch()} />;
  if (sessions.data.length === 0) return <p className={classes.none}>{t('noSession')}</p>;
  const others = sessions.data.filter((session) => !session.isThis);
  return (
    <>
      <ul className={classes.list} aria-label={t('sessions')}>
        {sessions.data.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => end.mutate(session)} isBusy={end.isPending} />
        ))}
      </ul>
      {(userId === null ? others.length > 0 : sessions.data.length > 1) ? (
        <Button variant="default" mt="xs" loading={endAll.isPending} onClick={() => endAll.mutate()}>
          {userId === null ? t('endOthers') : t('endAll')}
        </Button>
      ) : null}
    </>
  );
}

function SessionRow({ session, onEnd, isBusy }: { session: Session; onEnd: () => void; isBusy: boolean }) {
  const { t } = useTranslation('account');
  const name = t('session', {
    browser: session.browser ?? t('unknownBrowser'),
    os: session.os ?? t('unknownSystem'),
  });
  return (
    <li className={classes.row}>
      <IconDeviceDesktop size={18} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <div className={classes.name}>
          {name}
          {session.isThis ? <span className={classes.here}>{t('thisOne')}</span> : null}
        </div>
        <div className={classes.facts}>
          {session.address === null ? null : <span>{session.address}</span>}
          <span>
            {t('since')} <Moment at={session.since} />
          </span>
          <span>
            {t('lastSeen')} <Moment at={session.lastSeenAt} />
          </span>
        </div>
      </div>
      {session.isThis ? null : (
        <Button variant="default" onClick={onEnd} disabled={isBusy} aria-label={t('endOf', { name })}>
          {t('end')}
        </Button>
      )}
    </li>
  );
}
