import { IconWorldOff } from '@tabler/icons-react';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSite } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { Empty } from '../../ui/empty.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useIsNarrow } from '../../ui/narrow.ts';
import { TotalsCheckBanner } from '../reports/totals-check-banner.tsx';
import { PasswordBanner } from '../sign-in/password-banner.tsx';
import { FirstSite } from '../sites/first-site.tsx';
import { Broadcasts } from '../team/broadcasts.tsx';
import { Popups } from '../visitors/popup-stack.tsx';
import { BottomBar } from './bottom-bar.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { goLive } from './live.ts';
import { isWithin, settingsPlace } from './places.ts';
import { Rail } from './rail.tsx';
import { Screens } from './screens.tsx';
import { SettingsRail } from './settings-rail.tsx';
import classes from './shell.module.css';
import { useShortcuts } from './shortcuts.ts';
import { ShortcutsHelp } from './shortcuts-help.tsx';

const AccountPage = lazy(async () => ({ default: (await import('../account/account-page.tsx')).AccountPage }));

/** Everything around the screens of a signed-in operator. */
export function Shell() {
  const { t } = useTranslation('shell');
  const { id, role } = useMe();
  const site = useSite();
  const isNarrow = useIsNarrow();
  const [location] = useLocation();
  const isInSettings = role === 'administrator' && isWithin(location, settingsPlace);
  const isSupervisor = role !== 'operator';
  useEffect(() => goLive(id, isSupervisor), [id, isSupervisor]);
  useShortcuts();
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t('skip')}
      </a>
      {isNarrow ? null : isInSettings ? <SettingsRail /> : <Rail />}
      <div className={classes.side}>
        <ConnectionBanner />
        <PasswordBanner />
        <TotalsCheckBanner />
        <Broadcasts />
        <main id="main" className={classes.main} tabIndex={-1}>
          {location === '/account' ? (
            <Suspense fallback={<Loading />}>
              <AccountPage />
            </Suspense>
          ) : site === null && role !== 'administrator' ? (
            <Empty isPage icon={<IconWorldOff size={22} />} title={t('noSite')}>
              {t('noSiteText')}
            </Empty>
          ) : site === null ? (
            <FirstSite />
          ) : (
            <Screens key={site.id} />
          )}
        </main>
        {isNarrow ? <BottomBar /> : null}
      </div>
      <Popups />
      <ShortcutsHelp />
    </div>
  );
}
