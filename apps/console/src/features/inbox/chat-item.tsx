import type { ChatSummary } from '@foyer/protocol/chat';
import { ActionIcon, Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import { classNames } from '../../ui/class-names.ts';
import { Country } from '../../ui/country.tsx';
import { Moment } from '../../ui/moment.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { ItemRoute } from '../routing/item-route.tsx';
import { isOfferedTo, mayAccept, ringsAt } from '../routing/may-take.ts';
import { TransferAnswer } from '../routing/transfer-answer.tsx';
import { RatingMark } from '../surveys/rating-mark.tsx';
import { TagList } from '../tags/tag-list.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { useWrapUpGate } from '../wrap-up/wrap-up-gate.tsx';
import { acceptChat } from './accept-chat.ts';
import classes from './chat-item.module.css';
import { hasUnread } from './chat-list.ts';
import { closeEnded } from './close-ended.ts';
import { inbox } from './inbox.ts';
import { Waiting } from './waiting.tsx';

/** A chat in the left column: who, where, what last; pending ones with their wait and the way to accept. */
export function ChatItem({ chat, isOpen }: { chat: ChatSummary; isOpen: boolean }) {
  const { t } = useTranslation('inbox');
  const name = visitorLabel({ name: chat.visitorName, country: chat.country });
  const me = useMe();
  const isUnread = hasUnread(chat) && !isOpen && chat.operatorId === me.id;
  return (
    <li className={classNames(classes.item, isOpen && classes.open)} data-state={chat.state}>
      <Link
        href={`/chats/${chat.id}`}
        className={classes.link}
        data-list-item
        aria-current={isOpen ? 'true' : undefined}
      >
        <span className={classes.top}>
          {isUnread ? (
            <span className={classes.unread}>
              <span className="visually-hidden">{t('unread')}</span>
            </span>
          ) : null}
          <span className={classNames(classes.name, isUnread && classes.strong)}>{name}</span>
          {chat.visitorName !== null && chat.country !== null ? <Country code={chat.country} /> : null}
          <span className={classes.time}>
            <When chat={chat} />
          </span>
        </span>
        <span className={classes.last}>
          <LastWords chat={chat} />
        </span>
        <ItemRoute chat={chat} />
        <RatingMark rating={chat.rating} />
        <TagList chat={chat} />
        {chat.state === 'ended' ? <span className={classes.outstanding}>{t('state.ended')}</span> : null}
        <SiteName siteId={chat.siteId} />
      </Link>
      {chat.state === 'pending' && mayAccept(chat, me) ? <AcceptButton chat={chat} name={name} /> : null}
      {isOfferedTo(chat, me.id) ? <TransferAnswer chat={chat} isColumn /> : null}
      {chat.state === 'closed' || chat.state === 'missed' ? <CloseButton chat={chat} name={name} /> : null}
    </li>
  );
}

/** Takes a chat that is over off the list. */
function CloseButton({ chat, name }: { chat: ChatSummary; name: string }) {
  const { t } = useTranslation('inbox');
  const gate = useWrapUpGate(chat, 'close');
  const close = () => closeEnded(chat.id);
  return (
    <>
      <ActionIcon
        size="sm"
        className={classes.close}
        aria-label={t('closeEnded', { name })}
        onClick={() => gate.pass(close, close)}
      >
        <IconX size={14} />
      </ActionIcon>
      {gate.dialog}
    </>
  );
}

function When({ chat }: { chat: ChatSummary }) {
  if (chat.state === 'pending') return <Waiting siteId={chat.siteId} since={chat.pendingSince ?? chat.requestedAt} />;
  return <Moment at={chat.endedAt ?? chat.acceptedAt ?? chat.requestedAt} />;
}

function LastWords({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('inbox');
  const isTyping = useStore(inbox, (state) => state.typing.has(chat.id));
  if (isTyping) return <em>{t('typingNow')}</em>;
  if (chat.lastMessage !== null) return chat.lastMessage;
  return chat.pageUrl === null ? ' ' : shortUrl(chat.pageUrl, true);
}

/** Which site the chat is on; only for operators of several. */
function SiteName({ siteId }: { siteId: string }) {
  const { sites } = useMe();
  const name = sites.find((site) => site.id === siteId)?.name;
  return sites.length < 2 || name === undefined ? null : <span className={classes.site}>{name}</span>;
}

/** Accepts a pending chat; the first operator to do so has it. */
export function AcceptButton({ chat, name, size = 'xs' }: { chat: ChatSummary; name: string; size?: 'xs' | 'sm' }) {
  const { t } = useTranslation('inbox');
  const [, navigate] = useLocation();
  const me = useMe();
  const [isBusy, setIsBusy] = useState(false);
  const accept = async () => {
    setIsBusy(true);
    await acceptChat(chat.siteId, chat.id, navigate);
    setIsBusy(false);
  };
  return (
    <Button
      size={size}
      // Supervisors may take what rings at others.
      variant={ringsAt(chat, me.id) ? 'filled' : 'default'}
      loading={isBusy}
      aria-label={t('acceptOf', { name })}
      onClick={() => void accept()}
    >
      {t('accept')}
    </Button>
  );
}
