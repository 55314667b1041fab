import { foldText } from './fold-text.ts';

/** Characters with a meaning of their own in a URL (RFC 3986 §2.2), the percent sign, and what no URL shows as it is. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this keeps encoded
const keptEncoded = /[:/?#[\]@!$&'()*+,;=%\u0000-\u001f\u007f]/g;

/**
 * One spelling for all ways to percent-encode an address: encoded characters are decoded, except those that would mean
 * something else when they stand bare. Case is folded. Used on pages and on patterns alike.
 */
export function normaliseAddress(address: string): string {
  return foldText(address.replace(/(?:%[0-9a-f]{2})+/gi, decodeRun));
}

function decodeRun(run: string): string {
  try {
    return decodeURIComponent(run).replace(keptEncoded, encodeCharacter);
  } catch {
    // Not UTF-8 as a whole: its ASCII part can still be told.
    return run.replace(/%[0-7][0-9a-f]/gi, (one) => decodeURIComponent(one).replace(keptEncoded, encodeCharacter));
  }
}

function encodeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
