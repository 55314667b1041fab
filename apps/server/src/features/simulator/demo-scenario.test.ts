import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isSpider } from '../visits/facts/is-spider.ts';
import { demoScenario } from './demo-scenario.ts';
import { readJourneys } from './journey.ts';

const url = 'http://localhost:3080';
const folder = resolve(import.meta.dirname, '../../../../demo');
const scenarios = [1, 2, 3, 4].map((seed) => demoScenario(seed, url));
const views = scenarios.flatMap(({ events }) => events.filter((event) => event.type === 'page.viewed'));

/** The pages of the shop: path below `/demo`, and title. */
const shopPages = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .map((file) => [`/${file}`.replace(/index\.html$/, ''), titleOf(readFileSync(resolve(folder, file), 'utf8'))]),
);

function titleOf(html: string): string {
  return (/<title>(.*)<\/title>/.exec(html)?.[1] ?? '').replaceAll('&amp;', '&');
}

describe('B-308 the visitors of the demo shop', () => {
  test('look at pages that the shop has, by their titles', () => {
    const seen = new Map(views.map((view) => [new URL(view.url).pathname.replace('/demo', ''), view.title]));
    expect(Object.fromEntries(seen)).toEqual(
      Object.fromEntries([...seen.keys()].map((path) => [path, shopPages.get(path)])),
    );
    expect(seen.size).toBeGreaterThanOrEqual(12);
    expect(views.every((view) => view.url.startsWith(`${url}/demo/`))).toBe(true);
  });

  test('are nobody real: their addresses are those of RFC 5737, their mailboxes of RFC 2606', () => {
    expect(views.filter(({ address }) => !/^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+$/.test(address))).toEqual([]);
    const mailboxes = scenarios
      .flatMap(({ events }) => events)
      .flatMap((event) => (event.type === 'contact.changed' ? [event.email] : []));
    expect(mailboxes.length).toBeGreaterThan(10);
    expect(mailboxes.filter((email) => !email?.endsWith('@example.com'))).toEqual([]);
  });

  test('use ordinary browsers', () => {
    expect(views.filter(({ userAgent }) => isSpider(userAgent, { allowHeadless: false }))).toEqual([]);
    expect(new Set(views.map(({ userAgent }) => userAgent)).size).toBe(6);
  });

  test('some come by the advertisement that the demo’s alert looks for', () => {
    expect(views.filter((view) => view.url.endsWith('source=adwords')).length).toBeGreaterThan(5);
  });

  test('some buy, and some come again', () => {
    const journeys = scenarios.flatMap(readJourneys);
    const bought = journeys.filter(({ visits }) =>
      visits.flat().some(({ event }) => event.type === 'revenue.reported'),
    );
    const again = journeys.filter(({ visits }) => visits.length > 1);
    expect(journeys).toHaveLength(120);
    expect(bought.length).toBeGreaterThan(8);
    expect(again.length).toBeGreaterThan(20);
    expect(again.length).toBeLessThan(100);
  });
});
