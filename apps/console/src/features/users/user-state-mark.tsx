import type { User } from '@foyer/protocol/operator';
import { IconCircleCheck, IconClockX, IconMail, IconUserOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { stateOf } from './user-state.ts';
import classes from './users-page.module.css';

const icons = { active: IconCircleCheck, invited: IconMail, expired: IconClockX, disabled: IconUserOff };

/** An account's state in word, shape and colour. */
export function UserStateMark({ user }: { user: User }) {
  const { t } = useTranslation('users');
  const state = stateOf(user, Date.now());
  const Icon = icons[state];
  return (
    <span className={classes.mark} data-state={state}>
      <Icon size={15} stroke={1.8} aria-hidden />
      {t(`state.${state}`)}
    </span>
  );
}
