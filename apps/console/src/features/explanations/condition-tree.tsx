import type { ExplanationTree } from '@foyer/protocol/explanation';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/moment.tsx';
import classes from './condition-tree.module.css';
import { describeCondition } from './describe-condition.ts';
import { MetMark } from './met-mark.tsx';
import { type Reading, readConditions } from './read-conditions.ts';

/** An explanation as nested lists of conditions, each met or not. */
export function ConditionTree({ explanation }: { explanation: ExplanationTree }) {
  const { t } = useTranslation('explanations');
  if (explanation.parts.length === 0) return <p className={classes.none}>{t('noConditions')}</p>;
  return (
    <ul className={classes.tree}>
      <Part reading={readConditions(explanation)} />
    </ul>
  );
}

function Part({ reading }: { reading: Reading }) {
  return (
    <li className={classes.part}>
      <span className={classes.line}>
        <MetMark met={reading.met} />
        {reading.type === 'condition' ? (
          <ConditionWords leaf={reading.leaf} wanted={reading.wanted} />
        ) : (
          <GroupWords type={reading.type} isEmpty={reading.parts.length === 0} />
        )}
      </span>
      {reading.type === 'condition' || reading.parts.length === 0 ? null : (
        <ul className={classes.parts}>
          {reading.parts.map((part, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name, and their order is the rule's
            <Part key={place} reading={part} />
          ))}
        </ul>
      )}
    </li>
  );
}

function GroupWords({ type, isEmpty }: { type: 'each' | 'one'; isEmpty: boolean }) {
  const { t } = useTranslation('explanations');
  return <span>{isEmpty ? t('group.empty') : t(`group.${type}`)}</span>;
}

function ConditionWords({ leaf, wanted }: { leaf: ExplanationTree; wanted: boolean }) {
  const { t } = useTranslation('explanations');
  const { subject, fact, needs } = describeCondition({ label: leaf.label, fact: leaf.fact ?? '', wanted }, t);
  return (
    <span title={leaf.fact ?? undefined}>
      {subject}: <strong>{fact}</strong>
      {needs === '' ? null : `, ${needs}`}
      {leaf.flipsAt === null ? null : (
        <>
          {' · '}
          {t('flips')} <Moment at={leaf.flipsAt} />
        </>
      )}
    </span>
  );
}
