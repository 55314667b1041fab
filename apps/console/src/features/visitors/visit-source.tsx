import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './visit-source.module.css';

interface VisitSourceProps {
  visit: {
    referrer: string | null;
    referrerHost: string | null;
    referringSite: string | null;
    searchPhrase: string | null;
  };
}

/** Where a visit came from, in one line: the search phrase, the referring site, or direct. */
export function VisitSource({ visit }: VisitSourceProps) {
  const { t } = useTranslation('visitors');
  const from = visit.referringSite ?? visit.referrerHost;
  if (from === null) return <span className={classes.direct}>{t('direct')}</span>;
  if (visit.searchPhrase === null) return <span title={visit.referrer ?? from}>{from}</span>;
  return (
    <span title={visit.referrer ?? from}>
      <IconSearch size={12} className={classes.icon} aria-hidden /> “{visit.searchPhrase}”{' '}
      <span className={classes.direct}>{from}</span>
    </span>
  );
}
