import type { ShadowResults } from '@foyer/protocol/shadow';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { countryName } from '../../ui/country-name.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { ConditionTree } from '../explanations/condition-tree.tsx';
import classes from './shadow-page.module.css';

/** The newest visits in which a rule in shadow would have acted, each with why and what the visitor did. */
export function ShadowSample({ results: { sample, currency } }: { results: ShadowResults }) {
  const { t } = useTranslation('shadowMode');
  return (
    <Section title={t('sample')}>
      <ul className={classes.sample}>
        {sample.map(({ visitId, at, country, entryPage, chatted, revenue, explanation }) => (
          <li key={visitId}>
            <p className={classes.visit}>
              <Link href={`/visits/${visitId}`}>
                <Moment at={at} />
              </Link>
              <span className={classes.page} title={entryPage}>
                {shortUrl(entryPage)}
              </span>
              <span>{country === null ? '' : countryName(country)}</span>
              <span>
                {[chatted ? t('chatted') : null, revenue === 0 ? null : formatMoney(revenue, currency)]
                  .filter((one) => one !== null)
                  .join(', ')}
              </span>
            </p>
            {explanation === null || explanation.parts.length === 0 ? null : (
              <details className={classes.why}>
                <summary>{t('why')}</summary>
                <ConditionTree explanation={explanation} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
