import type { ChatSummary } from '@foyer/protocol/chat';
import { Button } from '@mantine/core';
import { IconHelpHexagon } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { useMe } from '../../api/me.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import classes from './supervision.module.css';

/** Says to the operator of a chat that they have asked for a supervisor, and lets them take it back. */
export function HelpBar({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('supervision');
  const me = useMe();
  if (chat.help === null || chat.state !== 'active' || chat.operatorId !== me.id) return null;
  const withdraw = () =>
    void operatorSocket
      .request({ type: 'help.withdrawn', siteId: chat.siteId, chatId: chat.id })
      .catch((error) => notifyFailed(error instanceof Error ? error.message : String(error), t('withdrawFailed')));
  return (
    <div className={classes.asked} role="status">
      <IconHelpHexagon size={16} aria-hidden />
      <span className={classes.askedText}>
        {chat.help.note === '' ? t('youAsked') : t('youAskedWith', { note: chat.help.note })}
      </span>
      <Button size="compact-sm" variant="default" onClick={withdraw}>
        {t('withdraw')}
      </Button>
    </div>
  );
}
