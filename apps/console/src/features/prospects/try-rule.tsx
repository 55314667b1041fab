import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import { completeExpression } from '../conditions/complete-expression.ts';
import { toDraft } from '../conditions/condition-draft.ts';
import { TryOnVisit } from '../conditions/try-on-visit.tsx';
import { useEvaluation } from '../conditions/use-evaluation.ts';
import { ConditionTree } from '../explanations/condition-tree.tsx';
import classes from './prospect-form.module.css';
import { fromProspectValues, type ProspectValues } from './prospect-values.ts';

interface TryRuleProps {
  siteId: string;
  values: ProspectValues;
  visitId: string | null;
  onChoose: (visitId: string | null) => void;
}

/** The whole rule, as it stands in the form, judged on a visit. */
export function TryRule({ siteId, values, visitId, onChoose }: TryRuleProps) {
  const { t } = useTranslation('prospects');
  const rule = fromProspectValues(values);
  const complete = values.conditions === null ? null : completeExpression(toDraft(values.conditions));
  const { data, error } = useEvaluation(siteId, visitId, {
    prospectRule: {
      ...rule,
      // No verdict depends on these, and they may be missing yet.
      name: rule.name.trim() || t('newTitle'),
      actions: { ...rule.actions, invite: null },
      conditions: complete?.expression ?? null,
    },
  });
  return (
    <Section title={t('part.try')}>
      <TryOnVisit
        siteId={siteId}
        visitId={visitId}
        onChoose={onChoose}
        what="rule"
        verdict={visitId === null ? null : (data?.evaluation.verdict ?? null)}
        isPartial={complete?.isPartial ?? false}
        error={error}
      />
      {visitId === null || data === undefined || error !== null ? null : (
        <div className={classes.tree}>
          <ConditionTree explanation={data.evaluation.explanation} />
        </div>
      )}
    </Section>
  );
}
