/** For tests of what draws with words: imported before it, as the page's script of words comes first. */
import * as english from './en.ts';

globalThis.foyerWords = english;
