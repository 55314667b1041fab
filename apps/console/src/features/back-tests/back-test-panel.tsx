import type { BackTest, BackTestInput } from '@foyer/protocol/back-test';
import { maxBackTestDays } from '@foyer/protocol/back-test';
import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText } from '../../api/rest-client.ts';
import { rangeOf } from '../../ui/day-range.ts';
import { FormFault } from '../../ui/form-fault.tsx';
import { formatCount } from '../../ui/format-count.ts';
import { RangePicker } from '../../ui/range-picker.tsx';
import { siteQuery } from '../sites/sites-api.ts';
import type { BackTestDraft } from './back-test-button.tsx';
import classes from './back-test-panel.module.css';
import { BackTestResults } from './back-test-results.tsx';
import { useBackTest } from './use-back-test.ts';

/** Runs back-tests of a draft and shows what came of the last one. */
export function BackTestPanel({ siteId, draft }: { siteId: string; draft: BackTestDraft }) {
  const { t } = useTranslation('backTests');
  const site = useQuery(siteQuery(siteId)).data;
  const today = dayIn(site?.timeZone);
  const [range, setRange] = useState(() => rangeOf('last30Days', today));
  const { test, input, error, isGoing, start, stop } = useBackTest(siteId);
  const wanted = { ...draft, ...range } as BackTestInput;
  const result = test?.result ?? null;
  const isStale = input !== null && JSON.stringify(input) !== JSON.stringify(wanted);
  return (
    <div className={classes.panel}>
      <p className={classes.about}>
        {t(`about.${draft.kind}`)} {t('nobody')}
      </p>
      <div className={classes.bar}>
        <RangePicker value={range} onChange={setRange} today={today} maxDays={maxBackTestDays} />
        {isGoing ? (
          <Button variant="default" onClick={stop}>
            {t('stop')}
          </Button>
        ) : (
          <Button onClick={() => start(wanted)}>{result === null ? t('run') : t('again')}</Button>
        )}
      </div>
      <div role="status" className={classes.state}>
        {isGoing ? <Going test={test} /> : null}
        {!isGoing && test?.state === 'stopped' ? <p>{t('stopped')}</p> : null}
      </div>
      <FormFault text={error ? faultsOf(error) : test?.state === 'failed' ? t('failed') : null} />
      {result === null || isGoing ? null : (
        <>
          {isStale ? <p className={classes.stale}>{t('stale')}</p> : null}
          <BackTestResults kind={draft.kind} result={result} currency={site?.currency ?? 'EUR'} />
        </>
      )}
    </div>
  );
}

function Going({ test }: { test: BackTest | null }) {
  const { t } = useTranslation('backTests');
  const total = test?.visitsTotal ?? null;
  const done = test?.visitsDone ?? 0;
  const share = total === null || total === 0 ? 0 : (100 * done) / total;
  return (
    <>
      <Progress value={share} aria-label={t('progress')} animated size="sm" />
      <p className={classes.dim}>
        {test === null || test.state === 'waiting'
          ? t('waiting')
          : total === null
            ? t('counting')
            : t('going', { done: formatCount(done), total: formatCount(total) })}
      </p>
    </>
  );
}

/** What is wrong with the draft, field by field, or with the whole. */
function faultsOf(error: unknown): string {
  const faults = Object.values(fieldErrors(error, []));
  return faults.length === 0 ? errorText(error) : faults.join('\n');
}

/** Today by the clock of the site. */
function dayIn(timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-CA', timeZone === undefined ? {} : { timeZone }).format(new Date());
}
