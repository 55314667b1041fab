import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import classes from '../shell/rail.module.css';
import { countUnread, team } from './team.ts';

/** How much of the team's messages is unread, in the rail and in the bottom bar. */
export function TeamCount() {
  const { t } = useTranslation('team');
  const count = useStore(team, countUnread);
  if (count === 0) return null;
  return (
    <span className={classes.count}>
      <span aria-hidden>{count}</span>
      <span className="visually-hidden">{t('unread', { count })}</span>
    </span>
  );
}
