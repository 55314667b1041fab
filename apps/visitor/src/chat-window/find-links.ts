/** A stretch of a message: plain text, or a link with the address it leads to. */
export interface Stretch {
  /** As it was written. */
  text: string;
  /** What is shown of it: of a link the host as it really is, letters beyond ASCII as punycode (RFC 3492). */
  label: string;
  href: string | null;
}

const closing = /[.,;:!?'")\]}>»”’]/;
const host = /^(https?:\/\/)([^/?#]*)/i;

/**
 * Splits a message into text and links, in time linear in its length. Only http, https, mailto and tel become links: none
 * that hides its host behind a user name (`https://bank.example@evil.example`), and none that fills in a mail. The texts
 * together are the message again.
 */
export function findLinks(message: string): Stretch[] {
  const parts: Stretch[] = [];
  let textFrom = 0;
  for (const match of message.matchAll(
    /(?:https?:\/\/|\b(?:mailto|tel):)[^\s<>"\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/gi,
  )) {
    const text = withoutClosing(match[0]);
    const link = /^https?:/i.test(text) ? webLink(text) : contactLink(text);
    if (link === null) continue;
    if (match.index > textFrom) parts.push(plain(message.slice(textFrom, match.index)));
    parts.push({ text, ...link });
    textFrom = match.index + text.length;
  }
  if (textFrom < message.length) parts.push(plain(message.slice(textFrom)));
  return parts;
}

function plain(text: string): Stretch {
  return { text, label: text, href: null };
}

/** Punctuation at the end belongs to the sentence; a bracket only when it was not opened within the address. */
function withoutClosing(address: string): string {
  let surplus = 0;
  for (const character of address) surplus += character === ')' ? 1 : character === '(' ? -1 : 0;
  let end = address.length;
  while (end > 0 && closing.test(address[end - 1] as string)) {
    if (address[end - 1] === ')' && surplus-- <= 0) break;
    end--;
  }
  return address.slice(0, end);
}

function webLink(text: string): Omit<Stretch, 'text'> | null {
  try {
    const url = new URL(text);
    if (url.username !== '' || url.password !== '' || !/^https?:$/.test(url.protocol)) return null;
    const isPlain = /^[\x21-\x7e]*$/.test(host.exec(text)?.[2] ?? '');
    return { label: isPlain ? text : text.replace(host, `$1${url.host}`), href: url.href };
  } catch {
    return null;
  }
}

/** An address or a number, and nothing that comes behind it. */
function contactLink(text: string): Omit<Stretch, 'text'> | null {
  const isSafe = /^mailto:[\w.!#$*/=^`{|}~+-]+@[a-z0-9.-]+$/i.test(text) || /^tel:\+?[0-9().-]{2,30}$/i.test(text);
  return isSafe ? { label: text, href: text } : null;
}
