import { chatOptionsSchema } from '@foyer/protocol/chat-options';
import { chatWindowSchema } from '@foyer/protocol/chat-window';
import type { Site } from '@foyer/protocol/site';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { hidesButton } from './hides-button.ts';
import { windowSettings } from './window-settings.ts';

const siteOf = (chatWindow: z.input<typeof chatWindowSchema> = {}, keepsFragments = false) =>
  ({
    id: '6f0d0c1e-3c55-4f5a-9d35-0a1b2c3d4e5f',
    keepsFragments,
    chatWindow: chatWindowSchema.parse(chatWindow),
  }) as Site;
const chatOptions = chatOptionsSchema.parse({ typingPreview: true, version: 1 });
const settingsOf = (chatWindow: z.input<typeof chatWindowSchema>, wishes: string[]) =>
  windowSettings({ site: siteOf(chatWindow), chatOptions, offersTranscripts: false }, wishes);

test.each<[rule: string, languages: ('de' | 'ar')[], wishes: string[], expected: string]>([
  ['nothing asked for: the default', ['de'], [], 'en'],
  ['what is offered', ['de'], ['de'], 'de'],
  ['of a tag only the language counts', ['de'], ['DE-at'], 'de'],
  ['the first wish that is offered', ['de', 'ar'], ['fr', 'ar', 'de'], 'ar'],
  ['the default counts as offered', ['de'], ['en-GB', 'de'], 'en'],
  ['nothing of it is offered: the default', ['de'], ['fr', 'tlh'], 'en'],
  ['what is no language is passed over', ['de'], ['', '-', '🤷', 'de'], 'de'],
])('W-140 language: %s', (_rule, languages, wishes, expected) => {
  expect(settingsOf({ languages }, wishes).language).toBe(expected);
});

test.each<[rule: string, given: z.input<typeof chatWindowSchema>, wishes: string[], title: string]>([
  ['our words, where the site has none', { languages: ['de'] }, ['de'], 'Chatten Sie mit uns'],
  ['the site’s own in the default language', { title: 'Ask us' }, [], 'Ask us'],
  ['the site’s own in another', { languages: ['de'], translations: { de: { title: 'Fragen' } } }, ['de'], 'Fragen'],
  [
    'left empty there: ours',
    { title: 'Ask us', languages: ['de'], translations: { de: {} } },
    ['de'],
    'Chatten Sie mit uns',
  ],
  ['another default language', { defaultLanguage: 'es' }, [], 'Chatee con nosotros'],
  ['another default language in own words', { defaultLanguage: 'es', title: 'Pregunte' }, [], 'Pregunte'],
])('W-140 texts: %s', (_rule, given, wishes, title) => {
  expect(settingsOf(given, wishes).title).toBe(title);
});

test('what the site wants not to be said is said in no language', () => {
  expect(settingsOf({ waitingText: '', languages: ['de'] }, ['de']).waitingText).toBe('');
});

test('the notice of typing preview, the waiting messages in turn, and right to left', () => {
  const { dir, typingNotice, waitingMessages } = settingsOf(
    {
      languages: ['ar'],
      waitingMessages: [
        { afterSeconds: 90, text: 'Still here?' },
        { afterSeconds: 30, text: 'Thank you', translations: { ar: 'شكرًا' } },
      ],
    },
    ['ar'],
  );
  expect({ dir, typingNotice, waitingMessages }).toEqual({
    dir: 'rtl',
    typingNotice: 'يرى فريقنا ما تكتبه قبل إرساله.',
    waitingMessages: [
      { afterSeconds: 30, text: 'شكرًا' },
      { afterSeconds: 90, text: 'Still here?' },
    ],
  });
});

test('an address for those whom nobody can answer is told only where the site leads there', () => {
  const offlineUrl = 'https://shop.example/contact';
  expect(settingsOf({ offlineUrl }, []).offlineUrl).toBeNull();
  expect(settingsOf({ offlineUrl, whenOffline: 'redirect' }, []).offlineUrl).toBe(offlineUrl);
});

test.each<[what: string, patterns: string[], keepsFragments: boolean, url: string, expected: boolean]>([
  ['no pattern', [], false, 'https://shop.example/till', false],
  ['a page that matches', ['till/*'], false, 'https://shop.example/till/pay', true],
  ['one of several', ['about', 'till/*'], false, 'https://shop.example/till/pay?x=1', true],
  ['another page', ['till/*'], false, 'https://shop.example/lamps', false],
  ['a fragment counts only where the site routes by it', ['#/till'], true, 'https://shop.example/#/till', true],
])('W-140 no button on some pages: %s', (_what, hiddenOn, keepsFragments, url, expected) => {
  expect(hidesButton(siteOf({ hiddenOn }, keepsFragments))(url)).toBe(expected);
});
