import type { ChatSummary } from '@foyer/protocol/chat';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconHelpHexagon, IconUserUp } from '@tabler/icons-react';
import i18next from 'i18next';
import { navigate } from 'wouter/use-browser-location';
import { operatorSocket } from '../../api/connection.ts';
import { leaveForm } from '../../ui/unsaved-guard.ts';
import { isSoundOn, showNotice } from '../inbox/announce.ts';
import { playTones } from '../inbox/play-tones.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';
import classes from './supervision.module.css';

const noticeOf = (chatId: string) => `help-${chatId}`;
const nameOf = (chat: ChatSummary) => visitorLabel({ name: chat.visitorName, country: chat.country });

/**
 * Notices of chats: to supervisors that a colleague asks for one, until one has come; to an operator that a chat of
 * theirs is somebody else's now. Only supervisors are told of colleagues' active chats at all. Returns the way to stop.
 */
export function followSupervision(operatorId: string): () => void {
  /** When help was asked for, by chat, as far as a notice of it was shown. */
  const asked = new Map<string, number>();
  const mine = new Set<string>();

  function take(chat: ChatSummary): void {
    const isMine = chat.operatorId === operatorId;
    if (chat.state === 'active' && !isMine && mine.has(chat.id)) tellTaken(chat);
    if (chat.state === 'active' && isMine) mine.add(chat.id);
    else mine.delete(chat.id);
    const help = chat.state === 'active' && !isMine ? chat.help : null;
    if (help === null) hide(chat.id);
    else if (asked.get(chat.id) !== help.at) {
      const isFirst = !asked.has(chat.id);
      asked.set(chat.id, help.at);
      tellAsked(chat, help.note, isFirst);
    }
  }

  function hide(chatId: string): void {
    if (asked.delete(chatId)) notifications.hide(noticeOf(chatId));
  }

  function tellAsked(chat: ChatSummary, note: string, isFirst: boolean): void {
    const title = i18next.t('supervision:helpTitle', { name: chat.operatorName ?? '' });
    const text = note === '' ? i18next.t('supervision:helpText', { visitor: nameOf(chat) }) : note;
    (isFirst ? notifications.show : notifications.update)({
      id: noticeOf(chat.id),
      role: 'status',
      color: 'orange',
      title,
      icon: <IconHelpHexagon size={16} aria-hidden />,
      autoClose: false,
      closeButtonProps: { 'aria-label': i18next.t('shell:close') },
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span className={classes.noticeText}>{text}</span>
          <Button variant="default" flex="none" onClick={() => leaveForm(() => navigate(`/console/chats/${chat.id}`))}>
            {i18next.t('supervision:openChat')}
          </Button>
        </Group>
      ),
    });
    if (isSoundOn.get()) playTones([587, 784, 587]);
    showNotice(title, text, noticeOf(chat.id));
  }

  function tellTaken(chat: ChatSummary): void {
    notifications.show({
      role: 'status',
      color: 'gray',
      icon: <IconUserUp size={16} aria-hidden />,
      autoClose: 9000,
      closeButtonProps: { 'aria-label': i18next.t('shell:close') },
      message: i18next.t('supervision:taken', { name: chat.operatorName ?? '', visitor: nameOf(chat) }),
    });
  }

  const stop = operatorSocket.onFrame((frame) => {
    if (frame.type === 'chat.changed') take(frame.chat);
    if (frame.type !== 'welcome') return;
    const listed = new Set(frame.chats.map(({ id }) => id));
    for (const chatId of [...asked.keys()]) if (!listed.has(chatId)) hide(chatId);
    mine.clear();
    for (const chat of frame.chats) take(chat);
  });
  return () => {
    stop();
    for (const chatId of [...asked.keys()]) hide(chatId);
  };
}
