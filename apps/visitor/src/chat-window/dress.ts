import { readableColours } from '@foyer/protocol/readable-colours';
import type { WindowSettings } from '@foyer/protocol/visitor-socket';

/** Gives the whole window the site's looks: colour, light or dark, corners. */
export function dress({ color, theme, radius, title }: WindowSettings): void {
  const root = document.documentElement;
  const { ground, text } = readableColours(color);
  root.style.setProperty('--accent', ground);
  root.style.setProperty('--on-accent', text);
  root.style.setProperty('--radius', `${radius}px`);
  root.dataset.theme = theme;
  document.title = title;
}
