import type { WindowSettings } from '@foyer/protocol/visitor-socket';
import { guard } from './guard.ts';

const svg = 'http://www.w3.org/2000/svg';
const bubble = 'M21 11.5a8.4 8.4 0 0 1-12.2 7.5L3 21l2-5.6A8.4 8.4 0 1 1 21 11.5zM8.5 10h7M8.5 13.5h4.5';
const chevron = 'M5 9l7 7 7-7';
/** How the button looks just now. */
interface LauncherState {
  settings: WindowSettings;
  isHidden: boolean;
  isOpen: boolean;
  hasChat: boolean;
  unread: number;
}

/** The button in the corner: round, with a text, or a tab at the edge. `draw` makes it look as told; `focus` puts the focus on it. */
export interface Launcher {
  draw(state: LauncherState): void;
  focus(): void;
}

export function launcher(root: ShadowRoot, onClick: () => void): Launcher {
  const button = document.createElement('button');
  button.type = 'button';
  button.hidden = true;
  button.onclick = guard(onClick);
  const icon = button.appendChild(document.createElementNS(svg, 'svg'));
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = icon.appendChild(document.createElementNS(svg, 'path'));
  const label = button.appendChild(document.createElement('span'));
  const badge = button.appendChild(document.createElement('span'));
  badge.className = 'badge';
  badge.setAttribute('aria-hidden', 'true');
  root.append(button);

  return {
    draw({ settings, isHidden, isOpen, hasChat, unread }) {
      const {
        button: kind,
        buttonText,
        corner,
        buttonColors,
        buttonNews,
        language,
        dir,
        offsetX,
        offsetY,
        title,
      } = settings;
      const isRound = kind === 'round';
      button.hidden = isHidden;
      button.className = `launcher ${kind} ${corner.split('-')[1]}`;
      button.lang = language;
      button.dir = dir;
      button.style.inset = cornerInset(corner, offsetY, kind === 'tab' ? 0 : offsetX);
      button.style.background = buttonColors.ground;
      button.style.color = buttonColors.text;
      path.setAttribute('d', isOpen ? chevron : bubble);
      label.textContent = isRound ? '' : buttonText;
      badge.hidden = isOpen || !(unread || hasChat);
      badge.textContent = badge.hidden ? '' : unread ? String(Math.min(unread, 99)) : '•';
      const name = isRound || title.startsWith(buttonText) ? title : `${buttonText}, ${title}`;
      const more = unread ? `, ${buttonNews.unread}: ${unread}` : hasChat ? `, ${buttonNews.open}` : '';
      button.setAttribute('aria-label', name + (isOpen ? '' : more));
      button.setAttribute('aria-expanded', String(isOpen));
    },
    focus: () => button.focus(),
  };
}

/** CSS `inset` for a box in a corner of the page's window, px from its top or bottom, and from its side. */
export function cornerInset(corner: WindowSettings['corner'], blockPx: number, inlinePx: number): string {
  const [block, inline] = corner.split('-');
  const at = (isHere: boolean, px: number) => (isHere ? `${px}px` : 'auto');
  const isTop = block === 'top';
  const isLeft = inline === 'left';
  return [at(isTop, blockPx), at(!isLeft, inlinePx), at(!isTop, blockPx), at(isLeft, inlinePx)].join(' ');
}
