import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { TeamCount } from '../team/team-count.tsx';
import classes from './bottom-bar.module.css';
import { isWithin, workPlaces } from './places.ts';
import { PendingCount } from './rail.tsx';
import { StatusSwitch } from './status-switch.tsx';

/** The rail of narrow windows. */
export function BottomBar() {
  const { t } = useTranslation('shell');
  const [location] = useLocation();
  return (
    <nav className={classes.bar} aria-label={t('navigation')}>
      {workPlaces.map((place) => {
        const Icon = place.icon;
        return (
          <Link
            key={place.id}
            href={place.href}
            className={classes.place}
            aria-current={isWithin(location, place) ? 'page' : undefined}
          >
            <Icon size={20} stroke={1.7} aria-hidden />
            {t(place.id)}
            {place.id === 'chats' ? (
              <span className={classes.count}>
                <PendingCount />
              </span>
            ) : null}
            {place.id === 'team' ? (
              <span className={classes.count}>
                <TeamCount />
              </span>
            ) : null}
          </Link>
        );
      })}
      <Link
        href="/settings"
        className={classes.place}
        aria-current={location.startsWith('/settings') ? 'page' : undefined}
      >
        <IconAdjustmentsHorizontal size={20} stroke={1.7} aria-hidden />
        {t('settings')}
      </Link>
      <div className={classes.status}>
        <StatusSwitch />
      </div>
    </nav>
  );
}
