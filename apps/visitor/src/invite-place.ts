import type { Position } from '@foyer/protocol/invite';

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

const marginPx = 20;

/**
 * Where the top left corner of a box is at a position, in px within `room`; `off-…` keeps its other axis as at `end`, or
 * centred. A start (with `end`) may be off the window; an end in coordinates never is.
 */
export function invitePlace(position: Position, box: Size, room: Size, end: Point | null): Point {
  const along = (axis: 'x' | 'y', low: string, high: string, size: number, length: number): number => {
    if (typeof position === 'object') {
      const value = Number.parseFloat(position[axis]);
      const px = position[axis].endsWith('%') ? (value / 100) * length : value;
      return end ? px : Math.max(0, Math.min(px, length - size));
    }
    const isOff = position.startsWith('off');
    if (position.includes(low)) return isOff ? -size - marginPx : marginPx;
    if (position.includes(high)) return isOff ? length + marginPx : length - size - marginPx;
    return isOff && end ? end[axis] : (length - size) / 2;
  };
  return {
    x: along('x', 'left', 'right', box.width, room.width),
    y: along('y', 'top', 'bottom', box.height, room.height),
  };
}
