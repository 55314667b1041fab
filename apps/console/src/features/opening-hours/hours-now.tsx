import { openingHoursInputSchema } from '@foyer/protocol/opening-hours';
import { type HoursState, stateOfHours } from '@foyer/rules/opening-hours';
import { IconClock, IconClockOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useServerNow } from '../../api/server-clock.ts';
import classes from './hours-now.module.css';

/** Whether the site would be open now by the hours as they stand in the form. */
export function HoursNow({ hours, timeZone }: { hours: unknown; timeZone: string }) {
  const { t } = useTranslation('openingHours');
  const now = useServerNow();
  const parsed = openingHoursInputSchema.safeParse(hours);
  const state = parsed.success ? stateOfHours(parsed.data, now, timeZone) : null;
  const words = state === null ? t('now.faulty') : sayState(state);

  function sayState({ isInside, until }: HoursState): string {
    if (until === null) return isInside ? t('now.openAlways') : t('now.closed');
    const format: Intl.DateTimeFormatOptions = {
      timeZone,
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      hour: '2-digit',
      minute: '2-digit',
    };
    const when = new Intl.DateTimeFormat('en-GB', format).format(until);
    return isInside ? t('now.openUntil', { when }) : t('now.closedUntil', { when });
  }

  const Icon = state?.isInside ? IconClock : IconClockOff;
  return (
    <p className={classes.now} data-open={state?.isInside ?? false} role="status" aria-label={t('now.title')}>
      <Icon size={16} aria-hidden />
      {words}
    </p>
  );
}
