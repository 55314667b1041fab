import type { ExplainedRule, RuleState } from '@foyer/protocol/explanation';
import {
  IconCheck,
  IconCircleCheckFilled,
  IconCircleX,
  IconClockX,
  IconHelpCircle,
  IconHourglass,
  IconPlayerPause,
  IconRepeatOff,
  IconStackPop,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './rule-state-mark.module.css';

const icons = {
  fired: IconCircleCheckFilled,
  true: IconCheck,
  blocked: IconCircleX,
  unknown: IconHelpCircle,
  waiting: IconHourglass,
  spent: IconRepeatOff,
  taken: IconStackPop,
  late: IconClockX,
  disabled: IconPlayerPause,
} satisfies Record<RuleState, typeof IconCheck>;

/** What a rule has come to, as shape, colour and word. */
export function RuleStateMark({ rule: { kind, state } }: { rule: Pick<ExplainedRule, 'kind' | 'state'> }) {
  const { t } = useTranslation('explanations');
  const Icon = icons[state];
  return (
    <span className={classes.mark} data-state={state}>
      <Icon size={14} aria-hidden />
      {kind === 'invite' && state === 'fired' ? t('inviteSent') : t(`state.${state}`)}
    </span>
  );
}
