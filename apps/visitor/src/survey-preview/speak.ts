/** The words of the page's language, which the window's own pages carry in themselves. Imported before what draws with them. */
import type { WindowLanguage } from '@foyer/protocol/window-language';
import * as ar from '../chat-window/words/ar.ts';
import * as de from '../chat-window/words/de.ts';
import * as en from '../chat-window/words/en.ts';
import * as es from '../chat-window/words/es.ts';
import * as fr from '../chat-window/words/fr.ts';

const all: Record<WindowLanguage, typeof en> = { ar, de, en, es, fr };
/** BCP 47; of one that the window does not speak, the form's own words are shown. */
const wanted = new URLSearchParams(location.search).get('language') ?? 'en';
const spoken = wanted.split('-', 1)[0] as WindowLanguage;
globalThis.foyerWords = all[spoken] ?? en;
document.documentElement.lang = wanted;
document.documentElement.dir = spoken === 'ar' ? 'rtl' : 'ltr';
