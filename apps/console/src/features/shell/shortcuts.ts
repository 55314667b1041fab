import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { createStore } from '../../api/create-store.ts';
import { acceptFirstPending } from '../inbox/accept-chat.ts';

/** Whether the list of shortcuts is on the screen. */
export const isHelpOpen = createStore(false);

const places: Record<string, string> = {
  v: '/visitors',
  c: '/chats',
  t: '/team',
  r: '/dashboard',
  a: '/settings/alerts',
  s: '/settings/general',
};
const sequenceMs = 1200;

/** Single keys, and `g` with another, wherever nobody is typing. */
export function useShortcuts(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    let goPressedAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || isDialogOpen()) return;
      const place = event.timeStamp - goPressedAt < sequenceMs ? places[event.key] : undefined;
      goPressedAt = event.key === 'g' ? event.timeStamp : Number.NEGATIVE_INFINITY;
      if (place !== undefined) navigate(place);
      else if (event.key === '?') isHelpOpen.set(true);
      else if (event.key === 'j') moveInList(1);
      else if (event.key === 'k') moveInList(-1);
      else if (event.key === 'a') acceptFirstPending(navigate);
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input, textarea, select, [contenteditable], [role="menu"], [role="listbox"]') !== null
  );
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"][aria-modal="true"]') !== null;
}

/** Lists mark the link or button that stands for an item with `data-list-item`. */
function moveInList(step: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>('main [data-list-item]')];
  const now = items.indexOf(document.activeElement as HTMLElement);
  const next = now === -1 ? 0 : Math.min(items.length - 1, Math.max(0, now + step));
  items[next]?.focus();
  items[next]?.scrollIntoView({ block: 'nearest' });
}
