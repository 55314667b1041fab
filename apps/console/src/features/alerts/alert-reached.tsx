import type { AlertReach } from '@foyer/protocol/alert';
import { useTranslation } from 'react-i18next';
import { formatCount, formatShare } from '../../ui/format-count.ts';
import classes from './alert-row.module.css';

/** How many visits an alert has had, and how many it would have had in shadow. */
export function AlertReached({ alertId, reach }: { alertId: string; reach: AlertReach }) {
  const { t } = useTranslation('alerts');
  const own = reach.items.find(({ id }) => id === alertId);
  if (own === undefined) return null;
  const { visits, shadow } = own;
  const shareOf = (count: number) => t('reach.share', { share: formatShare(count, reach.visits) });
  return (
    <>
      {shadow !== null && visits === 0 ? null : (
        <p>
          {t('reach.visits', { count: visits, formatted: formatCount(visits) })}
          {visits === 0 ? null : <span className={classes.share}> · {shareOf(visits)}</span>}
        </p>
      )}
      {shadow === null ? null : (
        <p>
          {t('reach.shadow', { count: shadow, formatted: formatCount(shadow) })}
          {shadow === 0 ? null : <span className={classes.share}> · {shareOf(shadow)}</span>}
        </p>
      )}
    </>
  );
}
