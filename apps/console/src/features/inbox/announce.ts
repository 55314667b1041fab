import type { ChatSummary } from '@foyer/protocol/chat';
import i18next from 'i18next';
import { createRememberedValue } from '../../api/remembered-value.ts';
import { shortUrl } from '../../ui/short-url.ts';
import { flashTitle } from '../notices/flash-title.ts';
import { isNoticeOn } from '../notices/notice-choices.ts';
import { ownStatus } from '../shell/own-status.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { inbox } from './inbox.ts';
import { playTones } from './play-tones.ts';

/** Whether new chats and messages are heard. */
export const isSoundOn = createRememberedValue('foyer.sound', true, (value) =>
  typeof value === 'boolean' ? value : null,
);

/** A chat waits to be picked up: two tones, and a notice of the browser. Not while this operator does not take chats. */
export function announcePending(chat: ChatSummary): void {
  if (ownStatus.get() !== 'online') return;
  if (isSoundOn.get()) playTones([660, 880]);
  flashTitle();
  const name = visitorLabel({ name: chat.visitorName, country: chat.country });
  showNotice(
    i18next.t('inbox:noticeTitle', { name }),
    chat.lastMessage ?? (chat.pageUrl === null ? '' : shortUrl(chat.pageUrl, true)),
    `chat-${chat.id}`,
  );
}

/** A message in one of one's own chats, unless one is looking at it. */
export function announceMessage(chatId: string): void {
  if (inbox.get().openId === chatId && document.hasFocus()) return;
  if (isSoundOn.get()) playTones([740]);
}

/** A notice outside the page, if the operator allowed it and is looking elsewhere. */
export function showNotice(title: string, body: string, tag: string): void {
  if (!isNoticeOn.get()) return;
  if (!('Notification' in window) || Notification.permission !== 'granted' || document.hasFocus()) return;
  const notice = new Notification(title, { body, tag, icon: '/console/icon.svg' });
  notice.onclick = () => {
    window.focus();
    notice.close();
  };
}
