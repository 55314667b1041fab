import type { RecordedFiring } from '@foyer/protocol/explanation';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/moment.tsx';
import { ConditionTree } from './condition-tree.tsx';
import classes from './recorded-firings.module.css';

/** When a rule fired in a visit, by which version of it, and why: as recorded then. */
export function RecordedFirings({ recorded }: { recorded: readonly RecordedFiring[] }) {
  const { t } = useTranslation('explanations');
  return (
    <ul>
      {recorded.map(({ id, at, version, shadow, explanation }) => (
        <li key={id} className={classes.firing}>
          <span>
            <Moment at={at} /> · {t('version', { version })}
            {shadow ? ` · ${t('recordedInShadow')}` : ''}
          </span>
          {explanation === null ? null : (
            <details className={classes.why}>
              <summary>{t('recordedThen')}</summary>
              <ConditionTree explanation={explanation} />
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}
