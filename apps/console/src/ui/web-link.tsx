import { shortUrl } from './short-url.ts';

/** A visitor's page or referrer: a link when it is a web address, else plain text. */
export function WebLink({ url, label, withHost = false }: { url: string; label?: string; withHost?: boolean }) {
  const text = label ?? shortUrl(url, withHost);
  if (!/^https?:\/\//i.test(url)) return <span title={url}>{text}</span>;
  return (
    <a href={url} target="_blank" rel="noopener nofollow noreferrer" title={url}>
      {text}
    </a>
  );
}
