import type { LedgerEntry } from '@foyer/protocol/visit';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../ui/format-money.ts';
import { Moment } from '../../ui/moment.tsx';
import classes from './visit-rows.module.css';

/** What was booked, newest first; a refund is negative. `currency`: ISO 4217. */
export function VisitLedger({ ledger, currency }: { ledger: LedgerEntry[]; currency: string }) {
  const { t } = useTranslation('lists');
  if (ledger.length === 0) return <p className={classes.none}>{t('visitorPage.noLedger')}</p>;
  return (
    <ul>
      {ledger.map((entry) => (
        <li key={entry.id} className={classes.row}>
          <span className={classes.main}>
            {formatMoney(entry.amount, currency)}{' '}
            <span className={classes.dim}>
              {entry.orderId === null ? '' : t('visitorPage.order', { id: entry.orderId })}
            </span>
          </span>
          <span className={classes.dim}>
            <Moment at={entry.at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
