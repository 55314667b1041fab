import { windowLanguages } from '@foyer/protocol/window-language';
import { windowTexts } from '@foyer/protocol/window-texts';
import { expect, test } from 'vitest';
import type { Words } from './words.ts';

const read = async (language: string): Promise<Words> => (await import(`./${language}.ts`)).words;
const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
const name = 'Ann';

test.each(windowLanguages)('%s has every text that English has, each with what belongs into it', async (language) => {
  const english = await read('en');
  const words = await read(language);
  expect(Object.keys(words).sort()).toEqual(Object.keys(english).sort());
  for (const key of Object.keys(english) as (keyof Words)[]) {
    const [text, original] = [words[key], english[key]];
    if (typeof text === 'function') {
      expect(text(name), key).toContain(name);
      expect(text(name).replace(name, '').trim(), key).not.toBe('');
    } else if (typeof text === 'string') {
      expect(text.trim(), key).not.toBe('');
      expect(placesIn(text), key).toEqual(placesIn(original as string));
    }
  }
});

test.each(windowLanguages)('%s has a form for every number that its language tells apart', async (language) => {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  for (const [key, text] of Object.entries(await read(language)))
    if (typeof text === 'object') expect(Object.keys(text).sort(), key).toEqual([...categories].sort());
});

test('each language is another one', async () => {
  const all = await Promise.all(windowLanguages.map(read));
  for (const key of ['sendMessage', 'waiting', 'reconnecting', 'needsEmail'] as const)
    expect(new Set(all.map((words) => words[key])).size, key).toBe(windowLanguages.length);
});

test.each(windowLanguages)('%s has words of ours for what a site has not worded itself', (language) => {
  expect(Object.keys(windowTexts[language]).sort()).toEqual(Object.keys(windowTexts.en).sort());
  for (const [key, text] of Object.entries(windowTexts[language])) expect(text.trim(), key).not.toBe('');
});
