import type { Teammate } from '@foyer/protocol/team';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { useStore } from '../../api/create-store.ts';
import { useSiteId } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { Failure } from '../../ui/failure.tsx';
import { LinkedText } from '../../ui/linked-text.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Bubble } from '../inbox/bubble.tsx';
import conversation from '../inbox/conversation.module.css';
import { inbox } from '../inbox/inbox.ts';
import { useStickyEnd } from '../inbox/sticky-end.ts';
import { ringReasons } from '../notices/ring-reasons.ts';
import { SetStatus } from './set-status.tsx';
import { keyOf, type TeamLog, team } from './team.ts';
import { colleaguesQuery } from './team-api.ts';
import { TeamComposer } from './team-composer.tsx';
import { openConversation, readOlder, type TeamTarget } from './team-conversation.ts';
import { newestSeq } from './team-log.ts';
import { discardToTeam, retryToTeam } from './team-outgoing.ts';
import classes from './team-pane.module.css';

/** One conversation of the team. */
export function TeamPane({ kind, id }: { kind: string; id: string }) {
  const { t } = useTranslation('team');
  const { t: tNotices } = useTranslation('notices');
  const me = useMe();
  const ownSiteId = useSiteId();
  const { data: everybody = [], isPending } = useQuery(colleaguesQuery);
  const colleague = everybody.find((one) => one.id === id);
  const target: TeamTarget =
    kind === 'site' ? { siteId: id, operatorId: null } : { siteId: sharedSite(colleague, ownSiteId), operatorId: id };
  const key = keyOf(kind === 'site' ? { siteId: id, operatorId: null } : { siteId: null, operatorId: id });
  const { siteId, operatorId } = target;
  const log = useStore(team, (state) => state.logs[key]);
  const cannotRing = useStore(
    inbox,
    (state) => state.colleagues.find((one) => one.operatorId === operatorId)?.cannotRing,
  );
  const [failure, setFailure] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  // By which site a colleague is written to is known once they are.
  const isKnown = kind === 'site' || !isPending;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further try is the event
  useEffect(() => {
    setFailure(null);
    if (!isKnown) return;
    openConversation(key, { siteId, operatorId }).catch(setFailure);
  }, [key, siteId, operatorId, isKnown, tries]);
  const name =
    operatorId === null
      ? t('channelOf', { site: me.sites.find((one) => one.id === siteId)?.name ?? '' })
      : (colleague?.name ?? '');
  return (
    <>
      <header className={classes.head}>
        <h2 className={classes.name}>{name}</h2>
        {operatorId === null || me.role === 'operator' ? null : (
          <SetStatus siteId={siteId} operatorId={operatorId} name={name} />
        )}
      </header>
      {cannotRing === undefined ? null : (
        <p className={classes.ring}>{tNotices('cannotRingWhy', { reasons: ringReasons(cannotRing) })}</p>
      )}
      {failure !== null ? (
        <Failure error={failure} onRetry={() => setTries(tries + 1)} />
      ) : log === undefined ? (
        <Loading />
      ) : (
        <>
          <Log teamKey={key} target={target} log={log} />
          <TeamComposer key={key} teamKey={key} target={target} name={name} />
        </>
      )}
    </>
  );
}

/** A site that one shares with a colleague, the one at hand if it is one. */
function sharedSite(colleague: Teammate | undefined, ownSiteId: string): string {
  const shared = colleague?.siteIds ?? null;
  return shared === null || shared.includes(ownSiteId) ? ownSiteId : (shared[0] ?? ownSiteId);
}

function Log({ teamKey, target, log }: { teamKey: string; target: TeamTarget; log: TeamLog }) {
  const { t } = useTranslation('team');
  const me = useMe();
  const outgoing = useStore(team, (state) => state.outgoing).filter((one) => one.key === teamKey);
  const typing = useStore(team, (state) => state.typing[teamKey]) ?? [];
  const newest = newestSeq(log);
  const { boxRef } = useStickyEnd(newest + outgoing.length + typing.length);
  useSeen(teamKey, target, newest);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a log that scrolls must be reachable by keyboard
    <div ref={boxRef} className={conversation.log} role="log" aria-label={t('log')} tabIndex={0}>
      {log.hasOlder ? (
        <p className={conversation.line}>
          <Button variant="subtle" onClick={() => void readOlder(teamKey)}>
            {t('older')}
          </Button>
        </p>
      ) : null}
      {log.messages.length + outgoing.length === 0 ? <p className={conversation.line}>{t('empty')}</p> : null}
      {log.messages.map((message, place) => {
        const before = log.messages[place - 1];
        const isNewDay = before === undefined || !dayjs(before.at).isSame(message.at, 'day');
        return (
          <div key={message.seq}>
            {isNewDay ? <p className={conversation.day}>{dayjs(message.at).format('dddd, D MMMM')}</p> : null}
            <Bubble
              isOurs={message.operatorId === me.id}
              name={message.operatorId === me.id ? me.name : message.operatorName}
              at={message.at}
              isFollowUp={!isNewDay && before.operatorId === message.operatorId && message.at - before.at < 120_000}
              mark={null}
            >
              {message.isBroadcast ? <strong className={classes.broadcast}>{t('isBroadcast')}</strong> : null}
              <LinkedText text={message.body} />
            </Bubble>
          </div>
        );
      })}
      {outgoing.map((message) => (
        <div key={message.cid}>
          <Bubble isOurs name={me.name} at={Date.now()} isFollowUp mark={message.fault === null ? 'sending' : null}>
            <LinkedText text={message.body} />
          </Bubble>
          {message.fault === null ? null : (
            <p className={conversation.refused} role="alert">
              {t('refused', { reason: message.fault })}
              <Button variant="subtle" size="compact-xs" onClick={() => retryToTeam(message.cid)}>
                {t('retry')}
              </Button>
              <Button variant="subtle" size="compact-xs" color="gray" onClick={() => discardToTeam(message.cid)}>
                {t('discard')}
              </Button>
            </p>
          )}
        </div>
      ))}
      {typing.length === 0 ? null : (
        <p className={conversation.typing}>{t('typing', { count: typing.length, names: typing.join(', ') })}</p>
      )}
    </div>
  );
}

/** Tells how far one has read, while one looks, and what is on the screen. */
function useSeen(key: string, { siteId, operatorId }: TeamTarget, seq: number): void {
  const unread = useStore(team, (state) => state.unread[key] ?? 0);
  useEffect(() => {
    team.update((state) => ({ ...state, openKey: key }));
    return () => team.update((state) => ({ ...state, openKey: state.openKey === key ? null : state.openKey }));
  }, [key]);
  useEffect(() => {
    if (unread === 0 || seq === 0) return undefined;
    const tell = () => {
      if (!document.hasFocus()) return;
      if (operatorSocket.send({ type: 'team.seen', siteId, operatorId, seq }))
        team.update((state) => ({ ...state, unread: { ...state.unread, [key]: 0 } }));
    };
    tell();
    addEventListener('focus', tell);
    return () => removeEventListener('focus', tell);
  }, [key, siteId, operatorId, seq, unread]);
}
