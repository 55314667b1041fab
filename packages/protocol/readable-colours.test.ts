import { expect, test } from 'vitest';
import { readableColours } from './readable-colours.ts';

test.each<[rule: string, colour: string, ground: string, text: string]>([
  ['a dark colour stays and takes white', '#16324f', '#16324f', '#ffffff'],
  ['a light colour stays and takes near-black', '#ffd43b', '#ffd43b', '#16181d'],
  ['a middling one becomes a little darker, for white', '#1c7ed6', '#1a78cc', '#ffffff'],
  ['white takes near-black', '#FFFFFF', '#FFFFFF', '#16181d'],
  ['black takes white', '#000000', '#000000', '#ffffff'],
])('%s', (_rule, colour, ground, text) => {
  expect(readableColours(colour)).toEqual({ ground, text });
});

test('whatever colour a site chooses, its text can be read (4.5 : 1)', () => {
  for (let colour = 0; colour < 0xffffff; colour += 0x1357) {
    const { ground, text } = readableColours(`#${colour.toString(16).padStart(6, '0')}`);
    expect(contrast(ground, text)).toBeGreaterThanOrEqual(4.5);
  }
});

function contrast(one: string, other: string): number {
  const [darker, brighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (brighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
