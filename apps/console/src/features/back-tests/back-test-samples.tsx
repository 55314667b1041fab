import type { BackTestKind, BackTestSample } from '@foyer/protocol/back-test';
import { Tabs } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Country } from '../../ui/country.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { formatMoney } from '../../ui/format-money.ts';
import { formatMoment, Moment } from '../../ui/moment.tsx';
import { shortUrl } from '../../ui/short-url.ts';
import { ConditionTree } from '../explanations/condition-tree.tsx';
import { RuleStateMark } from '../explanations/rule-state-mark.tsx';
import resultClasses from './back-test-results.module.css';
import type { BackTestResultsProps } from './back-test-results.tsx';
import classes from './back-test-samples.module.css';

const outcomes = ['gained', 'lost', 'changed'] as const;
type Outcome = (typeof outcomes)[number];

/** Some visits of each outcome, with why, and the way to all that is known of them. */
export function BackTestSamples({ kind, result, currency }: BackTestResultsProps) {
  const { t } = useTranslation('backTests');
  const [outcome, setOutcome] = useState<Outcome>(() => outcomes.find((one) => result[one].visits > 0) ?? 'changed');
  return (
    <section>
      <h3 className={resultClasses.title}>{t('sample')}</h3>
      <Tabs value={outcome} onChange={(value) => setOutcome(outcomes.find((one) => one === value) ?? 'changed')}>
        <Tabs.List>
          {outcomes.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(`tab.${one}`, { count: formatCount(result[one].visits) as unknown as number })}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {outcomes.map((one) => (
          <Tabs.Panel key={one} value={one} pt="xs">
            <Samples kind={kind} outcome={one} result={result} currency={currency} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </section>
  );
}

function Samples({ kind, outcome, result, currency }: BackTestResultsProps & { outcome: Outcome }) {
  const { t } = useTranslation('backTests');
  const samples = result.samples[outcome];
  if (samples.length === 0) return <p className={resultClasses.dim}>{t(`none.${outcome}`)}</p>;
  return (
    <>
      {samples.length < result[outcome].visits ? (
        <p className={resultClasses.dim}>{t('newest', { count: samples.length })}</p>
      ) : null}
      <ul className={classes.list}>
        {samples.map((sample) => (
          <Sample key={sample.visitId} kind={kind} sample={sample} outcome={outcome} currency={currency} />
        ))}
      </ul>
    </>
  );
}

interface SampleProps {
  kind: BackTestKind;
  sample: BackTestSample;
  outcome: Outcome;
  currency: string;
}

function Sample({ kind, sample, outcome, currency }: SampleProps) {
  const { t } = useTranslation('backTests');
  const [isOpen, setOpen] = useState(false);
  const whyId = useId();
  const did = [
    sample.revenue > 0 ? t('bought', { amount: formatMoney(sample.revenue, currency) }) : null,
    sample.becameCustomer ? t('becameCustomer') : null,
    sample.chatted ? t('chatted') : null,
    sample.declined ? t('declined') : null,
  ].filter((one) => one !== null);
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <Moment at={sample.at} />
        {sample.country === null ? <span /> : <Country code={sample.country} />}
        <span className={classes.page} title={sample.entryPage}>
          {shortUrl(sample.entryPage)}
          <span className={classes.dim}> · {sample.referrerHost ?? t('direct')}</span>
          <span className={classes.dim}> · {t('pages', { count: sample.pageCount })}</span>
          {sample.approximate ? <span className={classes.dim}> · {t('isApproximate')}</span> : null}
        </span>
        <span className={classes.acts}>
          {sample.state === null || kind === 'exclusions' ? null : (
            <RuleStateMark rule={{ kind, state: sample.state }} />
          )}
          {sample.explanation === null ? null : (
            <button
              type="button"
              className={classes.why}
              aria-expanded={isOpen}
              aria-controls={whyId}
              onClick={() => setOpen(!isOpen)}
            >
              {isOpen ? t('why.hide') : t(outcome === 'lost' ? 'why.lost' : 'why.show')}
            </button>
          )}
          <a
            href={`/console/visits/${sample.visitId}`}
            target="_blank"
            rel="noopener"
            aria-label={t('openVisit', {
              number: sample.visitNumber,
              at: formatMoment(sample.startedAt, Date.now()),
            })}
          >
            <IconExternalLink size={15} aria-hidden />
          </a>
        </span>
      </div>
      {did.length === 0 ? null : <p className={classes.did}>{did.join(' · ')}</p>}
      <div id={whyId}>
        {isOpen && sample.explanation !== null ? (
          <div className={classes.tree}>
            <ConditionTree explanation={sample.explanation} />
          </div>
        ) : null}
      </div>
    </li>
  );
}
