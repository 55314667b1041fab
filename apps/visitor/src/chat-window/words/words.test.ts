import { type WindowLanguage, windowLanguages } from '@foyer/protocol/window-language';
import { windowTexts } from '@foyer/protocol/window-texts';
import { expect, test } from 'vitest';
import * as arabic from './ar.ts';
import * as german from './de.ts';
import * as english from './en.ts';
import * as spanish from './es.ts';
import * as french from './fr.ts';
import type { Words } from './words.ts';

const all: Record<WindowLanguage, Words> = {
  en: english.words,
  de: german.words,
  fr: french.words,
  es: spanish.words,
  ar: arabic.words,
};
const placesIn = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
const name = 'Ann';

test.each(windowLanguages)('%s has every text that English has, each with what belongs into it', (language) => {
  const words = all[language];
  expect(Object.keys(words).sort()).toEqual(Object.keys(all.en).sort());
  for (const key of Object.keys(all.en) as (keyof Words)[]) {
    const [text, original] = [words[key], all.en[key]];
    if (typeof text === 'function') {
      const said = text(name, 'E-mail');
      expect(said, key).toContain(name);
      expect(said.replace(name, '').trim(), key).not.toBe('');
    } else if (typeof text === 'string') {
      expect(text.trim(), key).not.toBe('');
      expect(placesIn(text), key).toEqual(placesIn(original as string));
    }
  }
});

test.each(windowLanguages)('%s has a form for every number that its language tells apart', (language) => {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  for (const [key, text] of Object.entries(all[language]))
    if (typeof text === 'object') expect(Object.keys(text).sort(), key).toEqual([...categories].sort());
});

test('each language is another one', () => {
  for (const key of ['sendMessage', 'waiting', 'reconnecting', 'needed'] as const)
    expect(new Set(Object.values(all).map((words) => words[key])).size, key).toBe(windowLanguages.length);
});

test.each(windowLanguages)('%s has words of ours for what a site has not worded itself', (language) => {
  expect(Object.keys(windowTexts[language]).sort()).toEqual(Object.keys(windowTexts.en).sort());
  for (const [key, text] of Object.entries(windowTexts[language])) expect(text.trim(), key).not.toBe('');
});
