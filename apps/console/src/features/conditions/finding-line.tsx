import type { Condition } from '@foyer/protocol/condition';
import type { Evaluation } from '@foyer/protocol/explanation';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/moment.tsx';
import { describeCondition } from '../explanations/describe-condition.ts';
import { MetMark } from '../explanations/met-mark.tsx';
import classes from './finding-line.module.css';
import { whyUnknown } from './why-unknown.ts';

/** What came of one condition or group on the chosen visit. */
export type Finding = Evaluation['conditions'][number];

/** The verdict of a condition on the chosen visit and the fact seen; what is not known with why. */
export function FindingLine({ condition, finding }: { condition: Condition; finding: Finding }) {
  const { t } = useTranslation('conditions');
  const { t: tWords } = useTranslation('explanations');
  const { verdict, label, flipsAt } = finding;
  const { fact } = describeCondition({ label, fact: finding.fact ?? '' }, tWords);
  return (
    <p className={classes.finding} data-verdict={verdict}>
      <MetMark met={verdict} />
      <span title={finding.fact ?? undefined}>
        {verdict === 'unknown' ? (
          <>
            {t('seen.unknown')} {t(`why.${whyUnknown(condition.variable, finding.fact)}`)}
          </>
        ) : (
          <>
            {t('seen.fact')} <strong>{fact}</strong>
          </>
        )}
        {flipsAt === null ? null : (
          <>
            {' · '}
            {tWords('flips')} <Moment at={flipsAt} />
          </>
        )}
      </span>
    </p>
  );
}
