import type { ChatSummary } from '@foyer/protocol/chat';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { useMe } from '../../api/me.ts';
import { useServerNow } from '../../api/server-clock.ts';
import { formatElapsed } from '../../ui/elapsed.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { isOfferedTo } from './may-take.ts';
import classes from './routing-bar.module.css';
import { TransferAnswer } from './transfer-answer.tsx';

/** Above the conversation: an offer to pass the chat on, from either side, or that it was assigned. */
export function RoutingBar({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('routing');
  const me = useMe();
  const { transfer, confirmUntil } = chat;
  const isMine = chat.state === 'active' && chat.operatorId === me.id;
  if (transfer !== null && isOfferedTo(chat, me.id))
    return (
      <Bar>
        <div className={classes.words}>
          <p>
            {t(transfer.to.kind === 'operator' ? 'transferFrom' : 'transferFromFor', {
              name: transfer.fromOperatorName,
              to: transfer.to.name,
            })}{' '}
            <span className={classes.dim}>
              <Left until={transfer.until} />
            </span>
          </p>
          {transfer.note === '' ? null : <p className={classes.note}>{transfer.note}</p>}
        </div>
        <TransferAnswer chat={chat} />
      </Bar>
    );
  if (isMine && transfer !== null)
    return (
      <Bar>
        <p className={classes.words}>
          <Until until={transfer.until} text={(time) => t('waitsForTransfer', { name: transfer.to.name, time })} />
        </p>
        <Act chat={chat} type="transfer.cancelled" label={t('takeBack')} />
      </Bar>
    );
  if (isMine && confirmUntil !== null)
    return (
      <Bar>
        <p className={classes.words}>
          <Until until={confirmUntil} text={(time) => t('assigned', { time })} />
        </p>
        <Act chat={chat} type="chat.confirmed" label={t('keep')} isPrimary />
      </Bar>
    );
  return null;
}

function Bar({ children }: { children: ReactNode }) {
  return <div className={classes.bar}>{children}</div>;
}

function Until({ until, text }: { until: number; text: (time: string) => string }) {
  return text(formatElapsed(until - useServerNow() + 999));
}

function Left({ until }: { until: number }) {
  const { t } = useTranslation('routing');
  return <Until until={until} text={(time) => t('timeLeft', { time })} />;
}

interface ActProps {
  chat: ChatSummary;
  type: 'transfer.cancelled' | 'chat.confirmed';
  label: string;
  isPrimary?: boolean;
}

function Act({ chat, type, label, isPrimary = false }: ActProps) {
  const { t } = useTranslation('routing');
  const [isBusy, setIsBusy] = useState(false);
  const act = async () => {
    setIsBusy(true);
    await operatorSocket
      .request({ type, siteId: chat.siteId, chatId: chat.id })
      .catch((error) => notifyFailed(error instanceof Error ? error.message : String(error), t('acceptFailed')));
    setIsBusy(false);
  };
  return (
    <Button size="xs" variant={isPrimary ? 'filled' : 'default'} loading={isBusy} onClick={() => void act()}>
      {label}
    </Button>
  );
}
