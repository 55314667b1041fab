import { element, setText } from './element.ts';
import { count, words } from './own-words.ts';
import type { Place, WindowState } from './session.ts';

/** What a visitor reads while they wait: the site's words in turn, their place, and how long it may take. */
export interface QueueCard {
  element: HTMLElement;
  draw(state: WindowState, isWaiting: boolean): void;
}

export function queueCard(): QueueCard {
  const said = element('p', { dir: 'auto' });
  const place = element('p', { class: 'place' });
  const card = element('div', { class: 'queue', role: 'status', hidden: true }, said, place);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: WindowState | null = null;

  function draw(): void {
    clearTimeout(timer);
    card.hidden = !shown;
    if (!shown) return;
    const { settings, waitingSince, queue } = shown;
    const waitedMs = waitingSince === null ? 0 : Date.now() - waitingSince;
    const inTurn = settings?.waitingMessages ?? [];
    const due = inTurn.findLast(({ afterSeconds }) => afterSeconds * 1000 <= waitedMs);
    const next = inTurn.find(({ afterSeconds }) => afterSeconds * 1000 > waitedMs);
    setText(said, due?.text ?? settings?.waitingText ?? '');
    said.hidden = said.textContent === '';
    setText(place, queue ? sayPlace(queue) : '');
    place.hidden = !queue;
    card.hidden = said.hidden && place.hidden;
    if (next) timer = setTimeout(draw, next.afterSeconds * 1000 - waitedMs + 20);
  }

  return {
    element: card,
    draw(state, isWaiting) {
      shown = isWaiting ? state : null;
      draw();
    },
  };
}

function sayPlace({ position, expectedWaitMs }: Place): string {
  const before = position === 1 ? words.youAreNext : count(words.beforeYou, position - 1);
  return expectedWaitMs === null
    ? before
    : `${before} ${count(words.expectedWait, Math.round(expectedWaitMs / 60_000))}`;
}
