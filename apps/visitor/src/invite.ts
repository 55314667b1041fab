import type { InviteFrame, Position } from '@foyer/protocol/invite';

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

const marginPx = 20;
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
    place(box.style, frame.end);

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
    const { kind, durationMs, easing } = frame.animation;
    if (!isStill && kind !== 'none')
      animate(kind === 'slide' ? {} : { opacity: 0 }, kind === 'fade' ? null : frame.start, { duration: durationMs, easing });
    handlers.onShown?.();
    if (frame.displaySeconds > 0) wait(frame.displaySeconds * 1_000);
  }

  /** Nobody loses an invite that the pointer or the focus is on. */
  function wait(ms: number): void {
    const timer = setTimeout(() => (box.matches(':hover, :focus-within') ? wait(2_000) : end(handlers.onTimedOut)), ms);
    ending.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  /** Between how it is and `away`, moved to `position` when there is one. */
  function animate(away: Keyframe, position: Position | null, timing: KeyframeAnimationOptions): Animation {
    const inner = box.getBoundingClientRect();
    const outer = layer.getBoundingClientRect();
    const from = position && corner(position, outer, inner);
    const moved = from ? { transform: `translate(${from.x - inner.x + outer.x}px, ${from.y - inner.y + outer.y}px)` } : {};
    const there = { ...(from ? { transform: 'none' } : {}), ...('opacity' in away ? { opacity: 1 } : {}) };
    return box.animate([{ ...moved, ...away }, there], { fill: 'both', ...timing });
  }

  function end(tell: (() => void) | undefined): void {
    if (ending.signal.aborted) return;
    ending.abort();
    image.onload = image.onerror = null;
    tell?.call(handlers);
    const { kind, durationMs } = frame.exit;
    if (!layer.isConnected || isStill || kind === 'none') return layer.remove();
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

function styled<K extends keyof HTMLElementTagNameMap>(tag: K, style: Record<string, string>): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  Object.assign(element.style, style);
  return element;
}

/** Pins a box to its end position, so that it stays there when the window changes its size. */
function place(style: CSSStyleDeclaration, position: Position): void {
  if (typeof position === 'object') {
    // An end in coordinates stays within the window.
    style.left = `clamp(0px, ${position.x}, calc(100% - ${style.width}))`;
    style.top = position.y;
    return;
  }
  const margin = `${marginPx}px`;
  const edge = (name: string): string =>
    position === `off-${name}` ? '' : position.includes(name) && !position.startsWith('off') ? margin : '';
  style.top = position === 'off-bottom' ? '100%' : edge('top');
  style.left = position === 'off-right' ? '100%' : edge('left');
  style.bottom = position === 'off-top' ? '100%' : edge('bottom');
  style.right = position === 'off-left' ? '100%' : edge('right');
  if (!style.left && !style.right) Object.assign(style, { left: '0', right: '0', marginInline: 'auto' });
  if (!style.top && !style.bottom) Object.assign(style, { top: '0', bottom: '0', marginBlock: 'auto', height: 'fit-content' });
}

/** Where the top left corner of a box is, in px within `outer`, when the box is at `position`; `off-…` keeps its other axis. */
function corner(position: Position, outer: DOMRect, box: DOMRect): { x: number; y: number } {
  const along = (low: string, high: string, from: number, at: number, size: number, room: number): number => {
    if (typeof position === 'object') {
      const value = low === 'left' ? position.x : position.y;
      return value.endsWith('%') ? (Number.parseFloat(value) / 100) * room : Number.parseFloat(value);
    }
    if (position === `off-${low}`) return -size - marginPx;
    if (position === `off-${high}`) return room + marginPx;
    if (position.startsWith('off')) return at - from;
    if (position.includes(low)) return marginPx;
    if (position.includes(high)) return room - size - marginPx;
    return (room - size) / 2;
  };
  return {
    x: along('left', 'right', outer.x, box.x, box.width, outer.width),
    y: along('top', 'bottom', outer.y, box.y, box.height, outer.height),
  };
}
