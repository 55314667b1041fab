import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../ui/format-money.ts';
import { customerSummaryQuery } from './customers-api.ts';
import classes from './customers-page.module.css';

interface CustomerSummaryProps {
  siteId: string;
  from: string;
  to: string;
}

/** Sums of the days, and on demand what each first referrer has brought. */
export function CustomerSummary({ siteId, from, to }: CustomerSummaryProps) {
  const { t } = useTranslation('customers');
  const { data } = useQuery(customerSummaryQuery(siteId, { from, to }));
  if (data === undefined) return null;
  return (
    <>
      <dl className={classes.sums} aria-label={t('summary.label')}>
        {(['prospects', 'newProspects', 'customers', 'newCustomers'] as const).map((counter) => (
          <div key={counter} className={classes.sum}>
            <dt>{t(`summary.${counter}`)}</dt>
            <dd>{data[counter]}</dd>
          </div>
        ))}
        <div className={classes.sum}>
          <dt>{t('summary.revenue')}</dt>
          <dd>{formatMoney(data.revenue, data.currency)}</dd>
        </div>
      </dl>
      {data.referrers.length === 0 ? null : (
        <details className={classes.referrers}>
          <summary>{t('referrers')}</summary>
          <p className={classes.days}>{t('referrersAbout')}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <section className={classes.wide} tabIndex={0} aria-label={t('referrers')}>
            <table className={classes.table} aria-label={t('referrers')}>
              <thead>
                <tr>
                  {(['referrer', 'visits', 'prospects', 'customers', 'revenue'] as const).map((column) => (
                    <th key={column} scope="col">
                      {t(`column.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {data.referrers.map(({ referrer, visits, prospects, customers, revenue }) => (
                  <tr key={referrer}>
                    <th scope="row">{referrer === 'direct' ? t('direct') : referrer}</th>
                    <td>{visits}</td>
                    <td>{prospects}</td>
                    <td>{customers}</td>
                    <td>{formatMoney(revenue, data.currency)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </details>
      )}
    </>
  );
}
