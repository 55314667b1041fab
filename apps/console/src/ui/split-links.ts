/** A run of text, or a link found in it. */
export interface TextPart {
  text: string;
  /** Always http or https. */
  href: string | null;
}

const found = /\bhttps?:\/\/[^\s<>"'`]+/gi;

/** Splits what somebody wrote into text and web links; nothing is lost, so the parts join to the text again. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(found)) {
    const link = trimEnd(match[0]);
    if (!isWebAddress(link)) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: link, href: link });
    end = match.index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}

/** A full stop or bracket after a link belongs to the sentence, unless the bracket was opened inside the link. */
function trimEnd(link: string): string {
  const trimmed = link.replace(/[.,;:!?]+$/, '');
  return trimmed.endsWith(')') && !trimmed.includes('(') ? trimEnd(trimmed.slice(0, -1)) : trimmed;
}

function isWebAddress(link: string): boolean {
  return URL.canParse(link);
}
