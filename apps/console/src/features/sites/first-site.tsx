import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Route, Switch } from 'wouter';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import classes from './first-site.module.css';
import { NewSiteForm } from './site-page.tsx';

const ConfigurationPage = lazy(async () => ({
  default: (await import('../configuration/configuration-page.tsx')).ConfigurationPage,
}));

/** What an administrator finds where there is no site yet: make one, or take over a configuration. */
export function FirstSite() {
  const { t } = useTranslation('sites');
  return (
    <Suspense fallback={<Loading />}>
      <Switch>
        <Route path="/settings/configuration">
          <ConfigurationPage />
        </Route>
        <Route>
          <SettingsPage title={t('firstTitle')} purpose={t('firstPurpose')}>
            <div className={classes.form}>
              <NewSiteForm onDone={() => undefined} />
            </div>
            <p className={classes.other}>
              {t('firstOther')} <Link href="/settings/configuration">{t('firstConfiguration')}</Link>
            </p>
          </SettingsPage>
        </Route>
      </Switch>
    </Suspense>
  );
}
