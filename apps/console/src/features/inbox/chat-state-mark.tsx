import type { ChatSummary } from '@foyer/protocol/chat';
import { IconCircleCheck, IconClock, IconMessageCircle, IconMessageOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './chat-state-mark.module.css';

const icons = {
  pending: IconClock,
  active: IconMessageCircle,
  ended: IconCircleCheck,
  closed: IconCircleCheck,
  missed: IconMessageOff,
};

/** A chat's state in word, shape and colour; missed ones with the reason. */
export function ChatStateMark({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('inbox');
  const Icon = icons[chat.state];
  const reason = chat.state === 'missed' && isReason(chat.missedReason) ? t(`reason.${chat.missedReason}`) : null;
  return (
    <span className={classes.mark} data-state={chat.state}>
      <Icon size={15} stroke={1.8} aria-hidden />
      {t(`state.${chat.state}`)}
      {reason === null ? null : <span className={classes.reason}>{reason}</span>}
    </span>
  );
}

function isReason(reason: string | null): reason is 'visitorGaveUp' | 'timedOut' | 'nobodyOnline' | 'offlineMessage' {
  return (
    reason === 'visitorGaveUp' || reason === 'timedOut' || reason === 'nobodyOnline' || reason === 'offlineMessage'
  );
}
