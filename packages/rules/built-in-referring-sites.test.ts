import { referringSiteSchema } from '@foyer/protocol/referring-site';
import { expect, test } from 'vitest';
import { builtInReferringSites } from './built-in-referring-sites.ts';
import { matchHost } from './match-host.ts';

const nameOf = (host: string) =>
  builtInReferringSites.find(({ hosts }) => hosts.some((pattern) => matchHost(host, pattern)))?.name ?? null;

test.each<[host: string, name: string | null]>([
  ['google.com', 'Google'],
  ['www.google.co.uk', 'Google'],
  ['news.google.de', 'Google'],
  ['com.google.android.googlequicksearchbox', 'Google'],
  ['mail.google.com', 'Gmail'],
  ['com.google.android.gm', 'Gmail'],
  ['gemini.google.com', 'Gemini'],
  ['notgoogle.com', null],
  ['www.bing.com', 'Bing'],
  ['copilot.microsoft.com', 'Copilot'],
  ['search.yahoo.com', 'Yahoo'],
  ['de.search.yahoo.com', 'Yahoo'],
  ['mail.yahoo.com', 'Yahoo Mail'],
  ['yandex.com.tr', 'Yandex'],
  ['mail.yandex.ru', 'Yandex Mail'],
  ['search.brave.com', 'Brave Search'],
  ['chatgpt.com', 'ChatGPT'],
  ['www.perplexity.ai', 'Perplexity'],
  ['claude.ai', 'Claude'],
  ['l.facebook.com', 'Facebook'],
  ['t.co', 'X'],
  ['lnkd.in', 'LinkedIn'],
  ['m.youtube.com', 'YouTube'],
  ['com.google.android.youtube', 'YouTube'],
  ['old.reddit.com', 'Reddit'],
  ['example.com', null],
])('S-019 %s belongs to %s', (host, name) => {
  expect(nameOf(host)).toBe(name);
});

test('S-020 every entry is a document that staff could have saved', () => {
  for (const site of builtInReferringSites) expect(referringSiteSchema.parse(site)).toEqual(site);
});

test('no two entries share a name', () => {
  const names = builtInReferringSites.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
