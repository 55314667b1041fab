import type { ChatSummary } from '@foyer/protocol/chat';
import { ActionIcon, Button, Text, Tooltip } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconArrowBackUp, IconArrowLeft, IconCircleCheck, IconUserSquare } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { operatorSocket } from '../../api/connection.ts';
import { useMe } from '../../api/me.ts';
import { useIsNarrow } from '../../ui/narrow.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { WebLink } from '../../ui/web-link.tsx';
import { SendTranscript } from '../missed-chats/send-transcript.tsx';
import { RoutingWords } from '../routing/routing-words.tsx';
import { TransferButton } from '../routing/transfer-button.tsx';
import { SupervisionActs } from '../supervision/supervision-acts.tsx';
import { WatchingLine } from '../supervision/watching-line.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { useWrapUpGate } from '../wrap-up/wrap-up-gate.tsx';
import classes from './chat-head.module.css';

interface ChatHeadProps {
  chat: ChatSummary;
  /** Null when the visitor is shown anyway, or nothing is known of them. */
  onShowVisitor: (() => void) | null;
}

/** Whose chat it is, where they are, and what its operator can do with it. */
export function ChatHead({ chat, onShowVisitor }: ChatHeadProps) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const isNarrow = useIsNarrow();
  const isMine = chat.state === 'active' && chat.operatorId === me.id;
  const isOver = chat.state !== 'active' && chat.state !== 'pending';
  return (
    <header className={classes.head}>
      {isNarrow ? (
        <Link href="/chats" className={classes.back} aria-label={t('backToChats')}>
          <IconArrowLeft size={18} aria-hidden />
        </Link>
      ) : null}
      <div className={classes.who}>
        <h2 className={classes.name}>{visitorLabel({ name: chat.visitorName, country: chat.country })}</h2>
        <p className={classes.where}>
          {isOver ? null : (
            <span className={classes.presence} data-present={chat.visitorPresent}>
              {chat.visitorPresent ? t('onSite') : t('leftSite')}
            </span>
          )}
          <RoutingWords chat={chat} />
          <WatchingLine chat={chat} />
          {chat.pageUrl === null ? null : <WebLink url={chat.pageUrl} withHost />}
        </p>
      </div>
      {onShowVisitor === null ? null : (
        <Tooltip label={t('showVisitor')}>
          <ActionIcon aria-label={t('showVisitor')} onClick={onShowVisitor}>
            <IconUserSquare size={18} />
          </ActionIcon>
        </Tooltip>
      )}
      <SupervisionActs chat={chat} isNarrow={isNarrow} />
      {chat.operatorId === me.id ? <SendTranscript chat={chat} /> : null}
      {isMine ? <Acts chat={chat} isNarrow={isNarrow} /> : null}
    </header>
  );
}

function Acts({ chat, isNarrow }: { chat: ChatSummary; isNarrow: boolean }) {
  const { t } = useTranslation('inbox');
  const [, navigate] = useLocation();
  const inChat = { siteId: chat.siteId, chatId: chat.id };
  const failed = (title: string) => (error: unknown) =>
    notifyFailed(error instanceof Error ? error.message : String(error), title);
  const handBack = () =>
    void operatorSocket
      .request({ type: 'chat.left', ...inChat })
      .then(() => navigate('/chats'))
      .catch(failed(t('handBackFailed')));
  const gate = useWrapUpGate(chat, 'end');
  const endNow = () => void operatorSocket.request({ type: 'chat.ended', ...inChat }).catch(failed(t('endFailed')));
  const confirmEnd = () =>
    modals.openConfirmModal({
      title: t('endTitle'),
      children: <Text size="sm">{t('endText')}</Text>,
      labels: { confirm: t('end'), cancel: t('cancel', { ns: 'shell' }) },
      confirmProps: { color: 'red.9' },
      closeButtonProps: { 'aria-label': t('close', { ns: 'shell' }) },
      onConfirm: endNow,
    });
  const end = () => gate.pass(endNow, confirmEnd);
  if (isNarrow)
    return (
      <>
        <TransferButton chat={chat} isNarrow />
        <ActionIcon aria-label={t('handBack')} onClick={handBack}>
          <IconArrowBackUp size={18} />
        </ActionIcon>
        <ActionIcon aria-label={t('end')} onClick={end}>
          <IconCircleCheck size={18} />
        </ActionIcon>
        {gate.dialog}
      </>
    );
  return (
    <>
      <TransferButton chat={chat} isNarrow={false} />
      <Button variant="default" leftSection={<IconArrowBackUp size={14} />} onClick={handBack}>
        {t('handBack')}
      </Button>
      <Button variant="default" leftSection={<IconCircleCheck size={14} />} onClick={end}>
        {t('end')}
      </Button>
      {gate.dialog}
    </>
  );
}
