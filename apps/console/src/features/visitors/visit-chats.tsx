import { type ChatState, chatStates } from '@foyer/protocol/chat';
import type { VisitDetail } from '@foyer/protocol/visit';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Moment } from '../../ui/moment.tsx';
import classes from './visit-rows.module.css';

/** The visitor's chats, with the way to each transcript. */
export function VisitChats({ chats }: { chats: VisitDetail['chats'] }) {
  const { t } = useTranslation('visitors');
  const { t: tInbox } = useTranslation('inbox');
  if (chats.length === 0) return <p className={classes.none}>{t('noChats')}</p>;
  return (
    <ul>
      {chats.map((chat) => (
        <li key={chat.id} className={classes.row}>
          <span className={classes.main}>
            <Link href={`/recent-chats/${chat.id}`}>
              <Moment at={chat.requestedAt} />
            </Link>{' '}
            <span className={classes.dim}>{chat.operatorName}</span>
          </span>
          <span className={classes.dim}>{isChatState(chat.state) ? tInbox(`state.${chat.state}`) : chat.state}</span>
        </li>
      ))}
    </ul>
  );
}

function isChatState(state: string): state is ChatState {
  return (chatStates as readonly string[]).includes(state);
}
