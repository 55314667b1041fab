import type { PageView } from '@foyer/protocol/visit';
import { useTranslation } from 'react-i18next';
import { formatElapsed } from '../../ui/elapsed.ts';
import { Moment } from '../../ui/moment.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { WebLink } from '../../ui/web-link.tsx';
import classes from './visit-pages.module.css';

const most = 100;

/** The pages of a visit, newest first; the first is where the visitor is. */
export function VisitPages({ pages, isLive }: { pages: PageView[]; isLive: boolean }) {
  const { t } = useTranslation('visitors');
  const shown = pages.toSorted((a, b) => b.at - a.at).slice(0, most);
  return (
    <ol className={classes.pages}>
      {shown.map((page, place) => (
        <li key={page.id} className={classes.page} data-here={isLive && place === 0}>
          <span className={classes.title}>
            <WebLink url={page.url} label={page.title === '' ? shortUrl(page.url) : page.title} />
          </span>
          <span className={classes.url}>{shortUrl(page.url)}</span>
          <span className={classes.time}>
            <Moment at={page.at} />
            {isLive && place === 0 ? null : <span> · {formatElapsed(page.visibleMs)}</span>}
          </span>
        </li>
      ))}
      {pages.length > most ? <li className={classes.url}>{t('moreBefore', { count: pages.length - most })}</li> : null}
    </ol>
  );
}
