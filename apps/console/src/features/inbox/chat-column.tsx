import { type ReactNode, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { RingMark } from '../notices/ring-mark.tsx';
import { ownStatus } from '../shell/own-status.ts';
import { oversees } from '../supervision/oversees.ts';
import { TeamChat } from '../supervision/team-chats.tsx';
import classes from './chat-column.module.css';
import { ChatItem } from './chat-item.tsx';
import { groupChats } from './chat-list.ts';
import { type Colleague, inbox } from './inbox.ts';

/** My chats, pending ones, ended ones, and the team. */
export function ChatColumn({ openId }: { openId: string | null }) {
  const { t } = useTranslation('inbox');
  const { t: tShell } = useTranslation('shell');
  const me = useMe();
  const chats = useStore(inbox, (state) => state.chats);
  const colleagues = useStore(inbox, (state) => state.colleagues);
  const status = useStore(ownStatus) ?? me.status;
  const { t: tRouting } = useTranslation('routing');
  const { offered, mine, pending, ended, team } = useMemo(() => groupChats(chats, me.id), [chats, me.id]);
  return (
    <div className={classes.groups}>
      {offered.length === 0 ? null : (
        <Group title={tRouting('transfers')} count={offered.length} empty="">
          {offered.map((chat) => (
            <ChatItem key={chat.id} chat={chat} isOpen={chat.id === openId} />
          ))}
        </Group>
      )}
      <Group title={t('mine')} count={mine.length} empty={t('noMine')}>
        {mine.map((chat) => (
          <ChatItem key={chat.id} chat={chat} isOpen={chat.id === openId} />
        ))}
      </Group>
      <Group
        title={t('pending')}
        count={pending.length}
        empty={status === 'online' ? t('noPending') : t('notOnline', { status: tShell(`status.${status}`) })}
      >
        {pending.map((chat) => (
          <ChatItem key={chat.id} chat={chat} isOpen={chat.id === openId} />
        ))}
      </Group>
      {oversees(me) ? (
        <Group
          title={t('teamChats', { ns: 'supervision' })}
          count={team.length}
          empty={t('noTeamChats', { ns: 'supervision' })}
        >
          {team.map((chat) => (
            <TeamChat key={chat.id} chat={chat} isOpen={chat.id === openId} />
          ))}
        </Group>
      ) : null}
      {ended.length === 0 ? null : (
        <Group title={t('ended')} count={ended.length} empty="">
          {ended.map((chat) => (
            <ChatItem key={chat.id} chat={chat} isOpen={chat.id === openId} />
          ))}
        </Group>
      )}
      {colleagues.length === 0 ? null : (
        <Group title={t('team')} count={colleagues.length} empty="">
          {colleagues.map((colleague) => (
            <Member key={colleague.operatorId} colleague={colleague} isMe={colleague.operatorId === me.id} />
          ))}
        </Group>
      )}
    </div>
  );
}

function Group({
  title,
  count,
  empty,
  children,
}: {
  title: string;
  count: number;
  empty: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title} <span className={classes.count}>{count}</span>
      </h2>
      {count === 0 ? <p className={classes.empty}>{empty}</p> : <ul>{children}</ul>}
    </section>
  );
}

function Member({ colleague, isMe }: { colleague: Colleague; isMe: boolean }) {
  const { t } = useTranslation('inbox');
  const { t: tShell } = useTranslation('shell');
  return (
    <li className={classes.member}>
      <StatusMark status={colleague.status} />
      <span className={classes.memberName}>
        {isMe ? `${colleague.name} (${t('you')})` : null}
        {isMe ? null : <Link href={`/team/person/${colleague.operatorId}`}>{colleague.name}</Link>}
      </span>
      {colleague.cannotRing === undefined ? null : <RingMark ring={colleague.cannotRing} />}
      <span className={classes.memberStatus}>
        {tShell(`status.${colleague.status}`)}
        {colleague.activeChats > 0 ? ` · ${t('chatCount', { count: colleague.activeChats })}` : ''}
      </span>
    </li>
  );
}
