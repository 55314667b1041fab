import type { OperatorFrame } from '@foyer/protocol/operator-socket';
import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlarm, IconClockExclamation } from '@tabler/icons-react';
import i18next from 'i18next';
import { navigate } from 'wouter/use-browser-location';
import { operatorSocket } from '../../api/connection.ts';
import { leaveForm } from '../../ui/unsaved-guard.ts';
import { acceptChat } from '../inbox/accept-chat.ts';
import { isSoundOn, showNotice } from '../inbox/announce.ts';
import { inbox } from '../inbox/inbox.ts';
import { playTones } from '../inbox/play-tones.ts';
import { confirmNotice } from '../missed-chats/confirm-notices.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';

type Reminder = Extract<OperatorFrame, { type: 'pending.reminded' }>;

const looks = {
  one: { color: 'orange', icon: IconClockExclamation, tones: [660, 880] },
  two: { color: 'red', icon: IconAlarm, tones: [880, 660, 880] },
} as const;

/** Shows a notice for each pending chat that reaches a level; it goes when the chat is no longer pending. */
export function followReminders(): () => void {
  const shown = new Set<string>();
  const stopFrames = operatorSocket.onFrame((frame) => {
    if (frame.type === 'pending.reminded') remind(frame);
  });
  const stopInbox = inbox.subscribe(() => {
    const { chats } = inbox.get();
    for (const chatId of shown)
      if (chats[chatId]?.state !== 'pending') {
        shown.delete(chatId);
        notifications.hide(idOf(chatId));
      }
  });

  function remind(reminder: Reminder): void {
    const chat = inbox.get().chats[reminder.chatId];
    if (chat?.state !== 'pending') return;
    const { color, icon: Icon, tones } = looks[reminder.level];
    const name = visitorLabel({ name: chat.visitorName, country: chat.country });
    const title = i18next.t(`chatOptions:reminder.${reminder.level}`, { name });
    const text = i18next.t('chatOptions:reminder.text', { count: reminder.afterSeconds });
    const id = idOf(reminder.chatId);
    // The final reminder takes the place of the first.
    (shown.has(reminder.chatId) ? notifications.update : notifications.show)({
      id,
      role: 'status',
      color,
      title,
      icon: <Icon size={16} aria-hidden />,
      autoClose: false,
      closeButtonProps: { 'aria-label': i18next.t('shell:close') },
      message: (
        <Group justify="space-between" wrap="nowrap">
          <span>{text}</span>
          <Button
            variant="light"
            color={color}
            flex="none"
            onClick={() =>
              void acceptChat(reminder.siteId, reminder.chatId, (to) => leaveForm(() => navigate(`/console${to}`)))
            }
          >
            {i18next.t('inbox:accept')}
          </Button>
        </Group>
      ),
    });
    shown.add(reminder.chatId);
    if (isSoundOn.get()) playTones([...tones]);
    showNotice(title, text, `reminder-${reminder.chatId}`);
    confirmNotice(reminder.siteId, reminder.chatId, reminder.level);
  }

  return () => {
    stopFrames();
    stopInbox();
    for (const chatId of shown) notifications.hide(idOf(chatId));
  };
}

const idOf = (chatId: string) => `reminder-${chatId}`;
