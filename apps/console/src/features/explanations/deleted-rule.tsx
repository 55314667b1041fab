import type { RecordedFiring } from '@foyer/protocol/explanation';
import { useTranslation } from 'react-i18next';
import { RecordedFirings } from './recorded-firings.tsx';
import classes from './rule-row.module.css';
import { RuleStateMark } from './rule-state-mark.tsx';

/** A rule that fired in a visit and is not there any more: what was recorded stays. */
export function DeletedRule({ firing }: { firing: RecordedFiring }) {
  const { t } = useTranslation('explanations');
  return (
    <li className={classes.row}>
      <div className={classes.gone}>
        <span className={classes.name}>{firing.name}</span>
        <RuleStateMark rule={{ kind: firing.kind, state: 'fired' }} />
      </div>
      <div className={classes.below}>
        <p className={classes.note}>{t('deleted')}</p>
        <RecordedFirings recorded={[firing]} />
      </div>
    </li>
  );
}
