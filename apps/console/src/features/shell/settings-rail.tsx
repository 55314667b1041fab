import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { SettingsList } from '../settings/settings-list.tsx';
import classes from './rail.module.css';
import { RailFoot } from './rail.tsx';
import { SiteSwitch } from './site-switch.tsx';

/** The left side while settings are open: the way back, the site, the sections. */
export function SettingsRail() {
  const { t } = useTranslation('settings');
  return (
    <div className={classes.rail} data-wide>
      <Link href="/visitors" className={classes.leave}>
        <IconArrowLeft size={15} aria-hidden /> {t('leave')}
      </Link>
      <SiteSwitch />
      <nav className={classes.nav} aria-label={t('navigation')}>
        <SettingsList />
      </nav>
      <RailFoot />
    </div>
  );
}
