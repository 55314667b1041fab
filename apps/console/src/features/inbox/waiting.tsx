import { IconAlarm, IconClock, IconClockExclamation } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useServerNow } from '../../api/server-clock.ts';
import { formatElapsed } from '../../ui/elapsed.ts';
import { useChatOptions } from '../chat-options/chat-options-api.ts';
import { pendingLevel } from './pending-level.ts';
import classes from './waiting.module.css';

/** How long a pending chat has waited by the server's clock; its level in colour, shape and word. */
export function Waiting({ siteId, since }: { siteId: string; since: number }) {
  const { t } = useTranslation('inbox');
  const waitedMs = useServerNow() - since;
  const level = pendingLevel(waitedMs, useChatOptions(siteId));
  const { icon: Icon, word } = {
    none: { icon: IconClock, word: t('waiting') },
    one: { icon: IconClockExclamation, word: t('levelOne') },
    two: { icon: IconAlarm, word: t('levelTwo') },
  }[level];
  return (
    <span className={classes.waiting} data-level={level} title={word}>
      <Icon size={13} stroke={2} aria-hidden />
      <span className="visually-hidden">{word}</span>
      {formatElapsed(waitedMs)}
    </span>
  );
}
