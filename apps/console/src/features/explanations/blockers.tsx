import type { ExplainedRule } from '@foyer/protocol/explanation';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/moment.tsx';
import classes from './blockers.module.css';
import { describeCondition } from './describe-condition.ts';

/** The conditions that are in the way, in plain words, each with what was seen. */
export function Blockers({ blocked }: Pick<ExplainedRule, 'blocked'>) {
  const { t } = useTranslation('explanations');
  if (blocked === null) return <p className={classes.never}>{t('never')}</p>;
  if (blocked.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t('blockedBy')}>
      {blocked.map((condition) => {
        const { subject, fact, needs } = describeCondition(condition, t);
        return (
          // Told twice, a condition is the same line: its words are its key.
          <li key={`${condition.label} ${condition.wanted}`} className={classes.condition} title={condition.fact}>
            {subject}: <strong>{fact}</strong>
            {needs === '' ? null : `, ${needs}`}
            {condition.flipsAt === null ? null : (
              <>
                {' · '}
                {t('flips')} <Moment at={condition.flipsAt} />
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
