import type { InviteFrame, Position } from '@foyer/protocol/invite';
import { invitePlace, type Point } from './invite-place.ts';

/** What an invite on the screen tells. Each is called at most once; after one of the last four it is gone. */
export interface InviteHandlers {
  /** Really rendered, in a visible tab. */
  onShown?(): void;
  onAccepted?(): void;
  onDeclined?(): void;
  onTimedOut?(): void;
  /** The image could not be had; nothing was shown. */
  onFailed?(): void;
}

/** The gallery's pictures are twice as large as they are meant to be shown. */
const isGallery = /\/gallery\//;

/**
 * Draws an invite into `host`, over the whole window (or over the nearest box with `transform` or `contain: layout`, for a
 * preview). `imageUrl` is used as it stands. All styles go through CSSOM, so no content security policy is in the way.
 * Answers how to take it away again, shown or not.
 */
export function drawInvite(host: Node, frame: InviteFrame, handlers: InviteHandlers): { remove(): void } {
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const ending = new AbortController();
  const layer = styled('div', {
    position: 'fixed',
    inset: '0',
    overflow: 'hidden',
    pointerEvents: 'none',
    zIndex: '2147483647',
  });
  const box = styled('div', { position: 'absolute', pointerEvents: 'auto', containerType: 'inline-size' });
  box.setAttribute('role', 'region');
  box.setAttribute('aria-label', frame.altText);
  layer.append(box);

  const image = styled('img', { display: 'block', width: '100%', height: 'auto', border: '0' });
  image.alt = frame.altText;
  image.draggable = false;
  image.onload = show;
  image.onerror = () => end(handlers.onFailed);
  image.src = frame.imageUrl;

  function show(): void {
    if (ending.signal.aborted) return;
    if (document.hidden) {
      document.addEventListener('visibilitychange', show, { once: true, signal: ending.signal });
      return;
    }
    const ownWidth = (image.naturalWidth || 320) / (isGallery.test(frame.imageUrl) ? 2 : 1);
    const wanted = frame.width ?? ownWidth;
    const isPercent = typeof wanted === 'string';
    const ratio = image.naturalWidth / image.naturalHeight || 1;
    // Small screens: at most nine tenths of the window, either way.
    box.style.width = `min(${isPercent ? wanted : `${wanted}px`}, 90%, ${Math.round(90 * ratio)}vh)`;
    const button = styled('button', { ...bare, display: 'block', width: '100%', cursor: 'pointer' });
    button.type = 'button';
    button.append(image);
    for (const kind of ['headline', 'line', 'button'] as const) {
      const words = frame.overlay[kind];
      if (!words) continue;
      const text = styled('span', {
        position: 'absolute',
        left: `${words.x}%`,
        top: `${words.y}%`,
        maxWidth: `${100 - words.x}%`,
        boxSizing: 'border-box',
        font: `${kind === 'line' ? 400 : 700} ${words.size}px/1.25 system-ui, sans-serif`,
        // Shrinks with the image where that is shown smaller than it is.
        fontSize: `min(${words.size}px, ${(words.size / (isPercent ? ownWidth : (wanted as number))) * 100}cqw)`,
        color: words.color,
        background: words.background ?? 'none',
        padding: kind === 'button' ? '.5em 1em' : words.background ? '.15em .4em' : '0',
        borderRadius: kind === 'button' ? '.6em' : '.3em',
        textAlign: 'start',
        overflowWrap: 'anywhere',
      });
      text.textContent = words.text;
      button.append(text);
    }
    button.onclick = () => end(handlers.onAccepted);
    box.append(button);
    if (frame.close === 'corner') box.append(closeButton(() => end(handlers.onDeclined)));
    document.addEventListener('keydown', (event) => event.key === 'Escape' && end(handlers.onDeclined), {
      signal: ending.signal,
    });

    host.appendChild(layer);
    place();
    addEventListener('resize', place, { signal: ending.signal });
    const { kind, durationMs, easing } = frame.animation;
    if (!isStill && kind !== 'none')
      animate(kind === 'slide' ? {} : { opacity: 0 }, kind === 'fade' ? null : frame.start, {
        duration: durationMs,
        easing,
      });
    handlers.onShown?.();
    if (frame.displaySeconds > 0) wait(frame.displaySeconds * 1_000);
  }

  /** Nobody loses an invite that the pointer or the focus is on. */
  function wait(ms: number): void {
    const timer = setTimeout(() => (box.matches(':hover, :focus-within') ? wait(2_000) : end(handlers.onTimedOut)), ms);
    ending.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  /** Puts the box to its end position. */
  function place(): void {
    const at = corner(frame.end, null);
    Object.assign(box.style, { left: `${at.x}px`, top: `${at.y}px` });
  }

  function corner(position: Position, end: Point | null): Point {
    const sizeOf = ({ offsetWidth, offsetHeight }: HTMLElement) => ({ width: offsetWidth, height: offsetHeight });
    return invitePlace(position, sizeOf(box), sizeOf(layer), end);
  }

  /** Between where and how it is, and `away`, moved to `position` when there is one. */
  function animate(away: Keyframe, position: Position | null, timing: KeyframeAnimationOptions): Animation {
    const there = corner(frame.end, null);
    const from = position && corner(position, there);
    const moved = from ? { ...away, transform: `translate(${from.x - there.x}px, ${from.y - there.y}px)` } : away;
    // The other keyframe is the box as it is.
    return box.animate([moved, {}], { fill: 'both', ...timing });
  }

  function end(tell: (() => void) | undefined): void {
    if (ending.signal.aborted) return;
    ending.abort();
    image.onload = image.onerror = null;
    tell?.call(handlers);
    const { kind, durationMs } = frame.exit;
    if (!layer.isConnected || isStill || kind === 'none') {
      layer.remove();
      return;
    }
    box.style.pointerEvents = 'none';
    box.inert = true;
    const isSlide = kind === 'slide';
    animate(isSlide ? {} : { opacity: 0 }, isSlide ? frame.start : null, {
      duration: durationMs,
      easing: 'ease-in',
      direction: 'reverse',
    }).onfinish = () => layer.remove();
  }

  return { remove: () => end(undefined) };
}

const bare = {
  appearance: 'none',
  background: 'none',
  border: '0',
  margin: '0',
  padding: '0',
  position: 'relative',
  color: 'inherit',
};

function closeButton(onClick: () => void): HTMLButtonElement {
  const button = styled('button', {
    ...bare,
    position: 'absolute',
    top: '6px',
    right: '6px',
    width: '30px',
    height: '30px',
    borderRadius: '50%',
    background: '#fffffff0',
    boxShadow: '0 1px 4px #0005',
    color: '#16181d',
    font: '20px/30px system-ui, sans-serif',
    textAlign: 'center',
    cursor: 'pointer',
  });
  button.type = 'button';
  button.textContent = '×';
  button.setAttribute('aria-label', 'Close');
  button.onclick = onClick;
  return button;
}

function styled<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  style: Record<string, string>,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  Object.assign(element.style, style);
  return element;
}
