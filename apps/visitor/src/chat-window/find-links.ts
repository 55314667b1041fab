/** A stretch of a message: plain text, or a link with the address it leads to. */
export interface Stretch {
  text: string;
  href: string | null;
}

const closing = /[.,;:!?'")\]}>»”’]/;

/**
 * Splits a message into text and links, in time linear in its length. Only http and https become links, and none that
 * hides its host behind a user name (`https://bank.example@evil.example`). The parts together are the message again.
 */
export function findLinks(message: string): Stretch[] {
  const parts: Stretch[] = [];
  let textFrom = 0;
  for (const match of message.matchAll(/https?:\/\/[^\s<>"]+/gi)) {
    const text = withoutClosing(match[0]);
    const href = webAddress(text);
    if (href === null) continue;
    if (match.index > textFrom) parts.push({ text: message.slice(textFrom, match.index), href: null });
    parts.push({ text, href });
    textFrom = match.index + text.length;
  }
  if (textFrom < message.length) parts.push({ text: message.slice(textFrom), href: null });
  return parts;
}

/** Punctuation at the end belongs to the sentence; a bracket only when it was not opened within the address. */
function withoutClosing(address: string): string {
  let surplus = 0;
  for (const character of address) surplus += character === ')' ? 1 : character === '(' ? -1 : 0;
  let end = address.length;
  while (closing.test(address[end - 1] as string)) {
    if (address[end - 1] === ')' && surplus-- <= 0) break;
    end--;
  }
  return address.slice(0, end);
}

function webAddress(text: string): string | null {
  try {
    const url = new URL(text);
    return url.username === '' && url.password === '' && /^https?:$/.test(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
