import type { ExplainedRule } from '@foyer/protocol/explanation';
import { Badge, Tooltip } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../ui/moment.tsx';
import { Blockers } from './blockers.tsx';
import { RuleDetail } from './rule-detail.tsx';
import classes from './rule-row.module.css';
import { RuleStateMark } from './rule-state-mark.tsx';

interface RuleRowProps {
  siteId: string;
  visitId: string;
  rule: ExplainedRule;
}

/** One rule: what it has come to, what is in the way, and on demand everything it looked at. */
export function RuleRow({ siteId, visitId, rule }: RuleRowProps) {
  const { t } = useTranslation('explanations');
  const [isOpen, setOpen] = useState(false);
  const detailId = useId();
  const { name, shadow, state, blocked, flipsAt, note } = rule;
  const isTold = flipsAt === null || (blocked ?? []).some((one) => one.flipsAt === flipsAt);
  return (
    <li className={classes.row}>
      <button
        type="button"
        className={classes.head}
        aria-expanded={isOpen}
        aria-controls={detailId}
        onClick={() => setOpen(!isOpen)}
      >
        <IconChevronRight size={14} aria-hidden className={classes.arrow} />
        <span className={classes.name}>{name}</span>
        <RuleStateMark rule={rule} />
      </button>
      <div className={classes.below}>
        {shadow ? (
          <Tooltip label={t('shadowHint')}>
            <Badge size="xs" variant="light" color="gray">
              {t('shadow')}
            </Badge>
          </Tooltip>
        ) : null}
        {state === 'fired' ? null : <Blockers blocked={blocked} />}
        {isTold ? null : (
          <p className={classes.note}>
            {t('changes')} <Moment at={flipsAt} />
          </p>
        )}
        {note === null ? null : <p className={classes.note}>{note}</p>}
      </div>
      <div id={detailId}>{isOpen ? <RuleDetail siteId={siteId} visitId={visitId} rule={rule} /> : null}</div>
    </li>
  );
}
