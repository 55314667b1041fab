import type { ChatSummary } from '@foyer/protocol/chat';
import { IconHelpHexagon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import { classNames } from '../../ui/class-names.ts';
import { Moment } from '../../ui/moment.tsx';
import itemClasses from '../inbox/chat-item.module.css';
import { inbox } from '../inbox/inbox.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';
import classes from './supervision.module.css';

/** A colleague's active chat in the left column: who with whom, since when, what last, and whose turn it is. */
export function TeamChat({ chat, isOpen }: { chat: ChatSummary; isOpen: boolean }) {
  const { t } = useTranslation('supervision');
  const { t: tInbox } = useTranslation('inbox');
  const { sites } = useMe();
  const isTyping = useStore(inbox, (state) => state.typing.has(chat.id));
  const site = sites.length < 2 ? undefined : sites.find(({ id }) => id === chat.siteId)?.name;
  return (
    <li className={classNames(itemClasses.item, isOpen && itemClasses.open)} data-state={chat.state}>
      <Link
        href={`/chats/${chat.id}`}
        className={itemClasses.link}
        data-list-item
        aria-current={isOpen ? 'true' : undefined}
      >
        <span className={itemClasses.top}>
          <span className={itemClasses.name}>{visitorLabel({ name: chat.visitorName, country: chat.country })}</span>
          <span className={itemClasses.time}>
            <span className="visually-hidden">{t('since')} </span>
            <Moment at={chat.acceptedAt ?? chat.requestedAt} />
          </span>
        </span>
        <span className={itemClasses.last}>
          {isTyping ? <em>{tInbox('typingNow')}</em> : (chat.lastMessage ?? ' ')}
        </span>
        <span className={classes.turn}>
          <span>{t('with', { name: chat.operatorName ?? '' })}</span>
          <span aria-hidden>·</span>
          <span data-ours={chat.quietSince === null}>
            {chat.quietSince === null ? t('waitsForUs') : t('waitsForVisitor')}
          </span>
        </span>
        {chat.help === null ? null : (
          <span className={classes.help}>
            <IconHelpHexagon size={13} aria-hidden /> {t('asksForHelp')}
          </span>
        )}
        {site === undefined ? null : <span className={itemClasses.site}>{site}</span>}
      </Link>
    </li>
  );
}
