import { splitLinks } from './split-links.ts';

/** What somebody wrote, as text; web addresses become links that pass on nothing. */
export function LinkedText({ text }: { text: string }) {
  let at = 0;
  return splitLinks(text).map((part) => {
    const key = at;
    at += part.text.length;
    return part.href === null ? (
      <span key={key}>{part.text}</span>
    ) : (
      <a key={key} href={part.href} target="_blank" rel="noopener nofollow noreferrer">
        {part.text}
      </a>
    );
  });
}
