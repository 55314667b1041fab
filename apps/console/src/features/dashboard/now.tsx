import type { DashboardNow } from '@foyer/protocol/dashboard';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { Ticking } from '../../ui/ticking.tsx';
import { nowQuery, useFollowNow } from './dashboard-api.ts';
import classes from './dashboard-page.module.css';
import { Part } from './part.tsx';

/** Visitors, chats and operators in this moment. */
export function Now({ siteId }: { siteId: string }) {
  const { t } = useTranslation('dashboard');
  useFollowNow(siteId);
  const now = useQuery(nowQuery(siteId));
  if (now.isPending) return <Loading />;
  if (now.data === undefined) return <Failure error={now.error} onRetry={() => void now.refetch()} />;
  const { visitors, chats, missedToday, operators } = now.data;
  return (
    <div className={classes.now}>
      <ul className={classes.tiles} aria-label={t('now')}>
        <Tile href="/visitors" title={t('visitors')} count={visitors.online}>
          {t('visitorsMore', { active: visitors.active, idle: visitors.idle })}
        </Tile>
        <Tile href="/chats" title={t('pending')} count={chats.pending}>
          {chats.longestWaitingSince === null ? (
            t('nobodyWaits')
          ) : (
            <>
              {t('longest')} <Ticking since={chats.longestWaitingSince} />
            </>
          )}
        </Tile>
        <Tile href="/chats" title={t('active')} count={chats.active}>
          {t('room', { count: operators.filter(({ hasRoom }) => hasRoom).length })}
        </Tile>
        <Tile href="/missed-chats" title={t('missed')} count={missedToday}>
          {t(missedToday === 0 ? 'noneMissed' : 'unanswered')}
        </Tile>
      </ul>
      <Part title={t('operators')} about={t('connected', { count: operators.length })}>
        {operators.length === 0 ? (
          <p className={classes.none}>{t('noOperators')}</p>
        ) : (
          <ul className={classes.operators} aria-label={t('operators')}>
            {operators.map((one) => (
              <Operator key={one.operatorId} operator={one} />
            ))}
          </ul>
        )}
      </Part>
    </div>
  );
}

function Tile({ href, title, count, children }: { href: string; title: string; count: number; children: ReactNode }) {
  return (
    <li>
      <Link href={href} className={classes.tile}>
        <span className={classes.tileTitle}>{title}</span>
        <span className={classes.tileCount}>{count}</span>
        <span className={classes.tileMore}>{children}</span>
      </Link>
    </li>
  );
}

function Operator({ operator }: { operator: DashboardNow['operators'][number] }) {
  const { t } = useTranslation('dashboard');
  const { t: tShell } = useTranslation('shell');
  const { name, status, activeChats, maxChats } = operator;
  return (
    <li className={classes.operator}>
      <StatusMark status={status} />
      <span className={classes.operatorName}>{name}</span>
      <span className={classes.dim}>{tShell(`status.${status}`)}</span>
      <span className={classes.operatorChats}>
        {maxChats === 0 ? t('chats', { count: activeChats }) : t('chatsOf', { count: activeChats, max: maxChats })}
      </span>
    </li>
  );
}
