import type { OperatorStatus } from '@foyer/protocol/operator';
import { IconHash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from '../../api/create-store.ts';
import { useSite } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { inbox } from '../inbox/inbox.ts';
import { RingMark } from '../notices/ring-mark.tsx';
import { keyOf, team } from './team.ts';
import { colleaguesQuery } from './team-api.ts';
import classes from './team-column.module.css';

/** The channels of one's sites, and everybody who shares one with oneself. */
export function TeamColumn({ openId }: { openId: string | null }) {
  const { t } = useTranslation('team');
  const me = useMe();
  const site = useSite();
  const lastSeqs = useStore(team, (state) => state.lastSeqs);
  const present = useStore(inbox, (state) => state.colleagues);
  const { data: everybody = [] } = useQuery(colleaguesQuery);
  // The channel of the site at hand, and others in which something was said.
  const channels = me.sites.filter(
    (one) => one.id === site?.id || (lastSeqs[keyOf({ siteId: one.id, operatorId: null })] ?? 0) > 0,
  );
  const others = everybody
    .filter(({ id }) => id !== me.id)
    .map((one) => ({ ...one, here: present.find(({ operatorId }) => operatorId === one.id) }))
    .sort((one, other) => Number(other.here !== undefined) - Number(one.here !== undefined));
  return (
    <nav className={classes.groups} aria-label={t('title')}>
      <h2 className={classes.title}>{t('channels')}</h2>
      <ul>
        {channels.map((one) => (
          <Item
            key={one.id}
            href={`/team/site/${one.id}`}
            name={one.name}
            isOpen={openId === one.id}
            unreadKey={keyOf({ siteId: one.id, operatorId: null })}
            status={null}
          />
        ))}
      </ul>
      <h2 className={classes.title}>{t('people')}</h2>
      {others.length === 0 ? <p className={classes.empty}>{t('nobody')}</p> : null}
      <ul>
        {others.map((one) => (
          <Item
            key={one.id}
            href={`/team/person/${one.id}`}
            name={one.name}
            isOpen={openId === one.id}
            unreadKey={keyOf({ siteId: null, operatorId: one.id })}
            status={one.here?.status ?? 'offline'}
          >
            {one.here?.cannotRing === undefined ? null : <RingMark ring={one.here.cannotRing} />}
          </Item>
        ))}
      </ul>
    </nav>
  );
}

interface ItemProps {
  href: string;
  name: string;
  isOpen: boolean;
  unreadKey: string;
  /** Null: it is a channel. */
  status: OperatorStatus | null;
  children?: React.ReactNode;
}

function Item({ href, name, isOpen, unreadKey, status, children }: ItemProps) {
  const { t } = useTranslation('team');
  const { t: tShell } = useTranslation('shell');
  const unread = useStore(team, (state) => state.unread[unreadKey] ?? 0);
  return (
    <li>
      <Link href={href} className={classes.item} aria-current={isOpen ? 'page' : undefined} data-list-item>
        {status === null ? <IconHash size={14} aria-hidden /> : <StatusMark status={status} />}
        <span className={classes.name}>{name}</span>
        {children}
        {status === null ? null : <span className={classes.status}>{tShell(`status.${status}`)}</span>}
        {unread === 0 ? null : (
          <span className={classes.unread}>
            <span aria-hidden>{unread}</span>
            <span className="visually-hidden">{t('unread', { count: unread })}</span>
          </span>
        )}
      </Link>
    </li>
  );
}
