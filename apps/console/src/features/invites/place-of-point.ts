import type { PreviewGeometry } from '@foyer/protocol/invite-preview';
import type { PlaceValues } from './invite-values.ts';

/** How near, in px of the visitor's window, a dropped invite must be to a named position to take it. */
const snapPx = 28;

/**
 * The position for a top left corner in px of the visitor's window: a named one that is near, else per cent of the window,
 * which fits every screen. An end stays within the window; a start may be off it.
 */
export function placeOfPoint(
  point: { x: number; y: number },
  { window, box, places }: PreviewGeometry,
  side: 'start' | 'end',
): PlaceValues {
  const named = Object.entries(places).filter(([name]) => side === 'start' || !name.startsWith('off-'));
  const [nearest] = named
    .map(([name, place]) => ({ name, distance: Math.hypot(place.x - point.x, place.y - point.y) }))
    .sort((one, other) => one.distance - other.distance);
  if (nearest && nearest.distance <= snapPx)
    return { name: nearest.name as PlaceValues['name'], x: 0, xUnit: '%', y: 0, yUnit: '%' };
  const percent = (px: number, length: number, size: number) => {
    const kept = side === 'end' ? Math.max(0, Math.min(px, length - size)) : px;
    return Math.round((kept / length) * 1000) / 10;
  };
  return {
    name: 'own',
    x: percent(point.x, window.width, box.width),
    xUnit: '%',
    y: percent(point.y, window.height, box.height),
    yUnit: '%',
  };
}
