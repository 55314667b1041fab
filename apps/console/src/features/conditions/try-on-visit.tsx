import type { Verdict } from '@foyer/rules/visit';
import { useTranslation } from 'react-i18next';
import { errorText, isProblem } from '../../api/rest-client.ts';
import { MetMark } from '../explanations/met-mark.tsx';
import classes from './try-on-visit.module.css';
import { VisitPicker } from './visit-picker.tsx';

interface TryOnVisitProps {
  siteId: string;
  visitId: string | null;
  onChoose: (visitId: string | null) => void;
  /** What is judged, for the words: conditions or a whole rule. */
  what: 'conditions' | 'rule';
  /** Null: not judged yet. */
  verdict: Verdict | null;
  /** Whether what is not complete yet was left out. */
  isPartial: boolean;
  error: unknown;
}

/** Chooses a visit, and says what the whole comes to on it. */
export function TryOnVisit({ siteId, visitId, onChoose, what, verdict, isPartial, error }: TryOnVisitProps) {
  const { t } = useTranslation('conditions');
  return (
    <div className={classes.try}>
      <VisitPicker siteId={siteId} value={visitId} onChange={onChoose} />
      <div role="status" className={classes.result}>
        {visitId === null ? (
          <p className={classes.hint}>{t(`try.${what}.hint`)}</p>
        ) : error !== null && !isProblem(error, 'invalid_request') ? (
          <p className={classes.fault}>{errorText(error)}</p>
        ) : error !== null ? (
          <p className={classes.hint}>{t('try.invalid')}</p>
        ) : verdict === null ? null : (
          <>
            <p className={classes.verdict}>
              <MetMark met={verdict} /> {t(`try.${what}.${verdict}`)}
            </p>
            {isPartial ? <p className={classes.hint}>{t('try.partial')}</p> : null}
          </>
        )}
      </div>
    </div>
  );
}
