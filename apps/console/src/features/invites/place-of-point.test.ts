import type { PreviewGeometry } from '@foyer/protocol/invite-preview';
import { expect, test } from 'vitest';
import type { PlaceValues } from './invite-values.ts';
import { placeOfPoint } from './place-of-point.ts';

const geometry: PreviewGeometry = {
  window: { width: 1000, height: 500 },
  box: { x: 680, y: 280, width: 300, height: 200 },
  start: { x: 1020, y: 280 },
  places: { 'bottom-right': { x: 680, y: 280 }, center: { x: 350, y: 150 }, 'off-right': { x: 1020, y: 280 } },
  texts: { headline: null, line: null, button: null },
};
const own = (x: number, y: number): PlaceValues => ({ name: 'own', x, xUnit: '%', y, yUnit: '%' });

test.each<[what: string, x: number, y: number, side: 'start' | 'end', place: Partial<PlaceValues>]>([
  ['near a named position: that one', 700, 270, 'end', { name: 'bottom-right' }],
  ['just not near enough', 709, 280, 'end', own(70, 56)],
  ['elsewhere: per cent of the window', 100, 50, 'end', own(10, 10)],
  ['an end beyond the edge stays inside', 990, -40, 'end', own(70, 0)],
  ['an end near a place off the window does not take it', 1010, 290, 'end', own(70, 58)],
  ['a start near it does', 1010, 290, 'start', { name: 'off-right' }],
  ['a start may be off the window', -400, 505, 'start', own(-40, 101)],
])('S-005 dropped %s', (_what, x, y, side, place) => {
  expect(placeOfPoint({ x, y }, geometry, side)).toMatchObject(place);
});
