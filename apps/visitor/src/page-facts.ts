import { cleanText } from './clean-text.ts';
import type { PageView } from './reports.ts';
import { timeZone } from './time-zone.ts';

/** What is told of the page at `url` just now. Nothing of the page's content but its title; no form field is ever read. */
export function pageFacts(url: string, referrer: string, title = document.title): PageView {
  return {
    type: 'page.viewed',
    url: cleanText(url, 2000),
    title: cleanText(title, 300),
    referrer: cleanText(referrer, 2000),
    visible: !document.hidden,
    language: cleanText(navigator.language, 35),
    timeZone: cleanText(timeZone(), 60),
    screenWidth: Math.round(screen.width),
  };
}
