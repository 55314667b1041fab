import type { ExplainedRule } from '@foyer/protocol/explanation';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { ConditionTree } from './condition-tree.tsx';
import { explanationQuery } from './explanations-api.ts';
import { RecordedFirings } from './recorded-firings.tsx';
import classes from './rule-detail.module.css';

interface RuleDetailProps {
  siteId: string;
  visitId: string;
  rule: Pick<ExplainedRule, 'kind' | 'id'>;
}

/** Everything a rule looked at in a visit, now and when it fired. */
export function RuleDetail({ siteId, visitId, rule: { kind, id } }: RuleDetailProps) {
  const { t } = useTranslation('explanations');
  const detail = useQuery(explanationQuery(siteId, visitId, kind, id));
  if (detail.isPending) return <Loading />;
  if (detail.isError) return <Failure error={detail.error} onRetry={() => void detail.refetch()} />;
  const { rule, recorded, live } = detail.data;
  return (
    <div className={classes.detail}>
      {rule === null ? (
        <p className={classes.about}>{t('deleted')}</p>
      ) : (
        <>
          <h3 className={classes.title}>{t('conditions')}</h3>
          <p className={classes.about}>{live ? t('asOfNow') : t('asOfEnd')}</p>
          <ConditionTree explanation={rule.explanation} />
        </>
      )}
      {recorded.length === 0 ? null : (
        <>
          <h3 className={classes.title}>{t('recorded')}</h3>
          <RecordedFirings recorded={recorded} />
        </>
      )}
    </div>
  );
}
