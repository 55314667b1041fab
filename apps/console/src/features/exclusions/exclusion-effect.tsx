import type { ExclusionsDryRun } from '@foyer/protocol/exclusions';
import { Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { errorText } from '../../api/rest-client.ts';
import { Country } from '../../ui/country.tsx';
import { countryName } from '../../ui/country-name.ts';
import { formatCount } from '../../ui/format-count.ts';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import classes from './exclusions-form.module.css';

interface ExclusionEffectProps {
  /** Of the lists, or of those before them while these are still counted. */
  dryRun: ExclusionsDryRun | undefined;
  isCounting: boolean;
  error: unknown;
  hasEntries: boolean;
  onRetry: () => void;
}

/** Beside the lists: what all of them together would have left out. */
export function ExclusionEffect({ dryRun, isCounting, error, hasEntries, onRetry }: ExclusionEffectProps) {
  const { t } = useTranslation('exclusions');
  return (
    <aside className={classes.aside}>
      <Section title={t('effect.title')}>
        <div role="status">
          {!hasEntries ? (
            <p className={classes.effect}>{t('effect.nothing')}</p>
          ) : (
            <>
              {dryRun === undefined ? null : <Summary dryRun={dryRun} />}
              {isCounting ? (
                <p className={classes.counting}>
                  <Loader size={14} aria-hidden /> {t('effect.counting')}
                </p>
              ) : error === null ? null : (
                <p className={classes.effect}>
                  {t('effect.failed', { reason: errorText(error) })}{' '}
                  <Button variant="default" size="compact-xs" onClick={onRetry}>
                    {t('effect.again')}
                  </Button>
                </p>
              )}
            </>
          )}
        </div>
        {hasEntries && dryRun !== undefined && dryRun.sample.length > 0 ? <Sample dryRun={dryRun} /> : null}
      </Section>
    </aside>
  );
}

function Summary({ dryRun }: { dryRun: ExclusionsDryRun }) {
  const { t } = useTranslation('exclusions');
  const visits = t('visits', { count: dryRun.visits, formatted: formatCount(dryRun.visits) });
  const pageViews = t('pageViews', { count: dryRun.pageViews, formatted: formatCount(dryRun.pageViews) });
  const text =
    dryRun.visits === 0
      ? t('effect.noVisits')
      : dryRun.visitsExcluded + dryRun.pageViewsExcluded === 0
        ? t('effect.none', { visits, pageViews })
        : t('effect.summary', {
            excluded: formatCount(dryRun.visitsExcluded),
            visits,
            excludedPages: formatCount(dryRun.pageViewsExcluded),
            pageViews,
          });
  return (
    <p className={classes.effect}>
      {text} {dryRun.complete ? null : t('effect.incomplete')}
    </p>
  );
}

function Sample({ dryRun }: { dryRun: ExclusionsDryRun }) {
  const { t } = useTranslation('exclusions');
  return (
    <>
      <h3 className={classes.sampleTitle}>{t('effect.sample')}</h3>
      <ul className={classes.sample}>
        {dryRun.sample.map((visit) => (
          <li key={visit.id}>
            <Link href={`/visits/${visit.id}`}>
              <Moment at={visit.startedAt} />
            </Link>{' '}
            {visit.country === null ? null : <Country code={visit.country} />} {visit.address}
            <br />
            {shortUrl(visit.entryPage)}
            <br />
            {t('effect.why')} “{visit.list === 'countries' ? countryName(visit.entry) : visit.entry}”
          </li>
        ))}
      </ul>
    </>
  );
}
