import type { OutboxState } from '@foyer/protocol/outbox';
import { IconCircleCheck, IconClock, IconMailOff, IconPlugConnectedX, IconSend, IconXboxX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './outbox-state-mark.module.css';

const icons = {
  waiting: IconClock,
  sending: IconSend,
  sent: IconCircleCheck,
  dead: IconXboxX,
  notConfigured: IconPlugConnectedX,
  suppressed: IconMailOff,
} satisfies Record<OutboxState, typeof IconClock>;

/** An item's state in word, shape and colour. */
export function OutboxStateMark({ state }: { state: OutboxState }) {
  const { t } = useTranslation('outbox');
  const Icon = icons[state];
  return (
    <span className={classes.mark} data-state={state} title={t(`stateHint.${state}`)}>
      <Icon size={15} stroke={1.8} aria-hidden />
      {t(`state.${state}`)}
    </span>
  );
}
