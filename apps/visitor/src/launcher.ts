import { readableColours } from '@foyer/protocol/readable-colours';
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

/** The round button in the corner. `draw` makes it look as told; `focus` puts the focus on it. */
export interface Launcher {
  draw(state: LauncherState): void;
  focus(): void;
}

export function launcher(root: ShadowRoot, onClick: () => void): Launcher {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'launcher';
  button.hidden = true;
  button.onclick = guard(onClick);
  const icon = button.appendChild(document.createElementNS(svg, 'svg'));
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = icon.appendChild(document.createElementNS(svg, 'path'));
  const badge = button.appendChild(document.createElement('span'));
  badge.className = 'badge';
  badge.setAttribute('aria-hidden', 'true');
  root.append(button);

  return {
    draw({ settings, isHidden, isOpen, hasChat, unread }) {
      button.hidden = isHidden;
      button.style.inset = cornerInset(settings.corner, 20);
      const { ground, text } = readableColours(settings.color);
      button.style.background = ground;
      button.style.color = text;
      path.setAttribute('d', isOpen ? chevron : bubble);
      badge.hidden = isOpen || !(unread || hasChat);
      badge.textContent = unread ? String(Math.min(unread, 99)) : '•';
      const news = unread ? `, ${unread} new message${unread > 1 ? 's' : ''}` : hasChat ? ', your chat is open' : '';
      button.setAttribute('aria-label', settings.title + (isOpen ? '' : news));
      button.setAttribute('aria-expanded', String(isOpen));
    },
    focus: () => button.focus(),
  };
}

/** CSS `inset` for a box in a corner of the window, `px` from its top or bottom. */
export function cornerInset(corner: WindowSettings['corner'], px: number): string {
  const [block, inline] = corner.split('-');
  const far = `${px}px`;
  return `${block === 'top' ? far : 'auto'} ${inline === 'right' ? '20px' : 'auto'} ${block === 'top' ? 'auto' : far} ${inline === 'left' ? '20px' : 'auto'}`;
}
