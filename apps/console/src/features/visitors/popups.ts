import type { OperatorFrame } from '@foyer/protocol/operator-socket';
import i18next from 'i18next';
import { operatorSocket } from '../../api/connection.ts';
import { createStore } from '../../api/create-store.ts';
import { showNotice } from '../inbox/announce.ts';
import { visitorLabel } from './visitor-label.ts';

/** A pop-up about a visitor whom an alert or a prospect rule has matched. */
export type Popup = Extract<OperatorFrame, { type: 'popup.sent' }>;

const most = 3;
const shownMs = 30_000;

/** The pop-ups on the screen, oldest first. */
export const popups = createStore<readonly Popup[]>([]);

export function dismissPopup(popupId: string): void {
  popups.update((list) => list.filter((popup) => popup.popupId !== popupId));
}

/** Shows pop-ups as they come; returns the way to stop. */
export function followPopups(): () => void {
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const stop = operatorSocket.onFrame((frame) => {
    // Whoever is being talked to needs no announcing any more.
    if (frame.type === 'chat.changed' && frame.chat.state === 'active') {
      const { visitorId } = frame.chat;
      popups.update((list) => list.filter((popup) => popup.visit.visitorId !== visitorId));
    }
    if (frame.type !== 'popup.sent') return;
    popups.update((list) => [...list.filter((popup) => popup.popupId !== frame.popupId), frame].slice(-most));
    const timer = setTimeout(() => {
      timers.delete(timer);
      dismissPopup(frame.popupId);
    }, shownMs);
    timers.add(timer);
    const visitor = visitorLabel(frame.visit);
    showNotice(
      i18next.t('visitors:popupFrom', { rule: frame.rule.name, visitor }),
      frame.visit.pageTitle,
      frame.popupId,
    );
  });
  return () => {
    stop();
    for (const timer of timers) clearTimeout(timer);
    popups.set([]);
  };
}
