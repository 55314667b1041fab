import type { ChatSummary } from '@foyer/protocol/chat';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { wrapUpQuery } from './wrap-up-api.ts';
import { WrapUpAsk } from './wrap-up-ask.tsx';
import classes from './wrap-up-panel.module.css';
import { WrapUpValue } from './wrap-up-value.tsx';

/** Beside the conversation: the question while it is due, then the answer. Only the chat's own operator is asked. */
export function WrapUpPanel({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('wrapUp');
  const me = useMe();
  const settings = useQuery(wrapUpQuery(chat.siteId)).data;
  const isOver = chat.state === 'ended' || chat.state === 'closed';
  if (chat.operatorId !== me.id || !(chat.state === 'active' || isOver)) return null;
  const isDue = settings?.enabled === true && (settings.shows === 'start' || (settings.shows === 'end' && isOver));
  if (chat.wrapUp === null && !isDue) return null;
  return (
    <section className={classes.panel} data-state={chat.state} aria-label={t('question')}>
      {chat.wrapUp !== null ? (
        <WrapUpValue chat={chat} settings={settings?.enabled ? settings : null} />
      ) : settings === undefined ? null : (
        <WrapUpAsk chat={chat} settings={settings} />
      )}
    </section>
  );
}
