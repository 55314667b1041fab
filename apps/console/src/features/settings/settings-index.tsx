import { useTranslation } from 'react-i18next';
import { Redirect } from 'wouter';
import { useMe } from '../../api/me.ts';
import { useIsNarrow } from '../../ui/narrow.ts';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { AccountMenu, SchemeToggle } from '../shell/rail.tsx';
import classes from './settings-index.module.css';
import { SettingsList } from './settings-list.tsx';

/** The way to settings and account in narrow windows; wide ones have both in the rail, and go to the first section. */
export function SettingsIndex() {
  const { t } = useTranslation('settings');
  const { role } = useMe();
  const isNarrow = useIsNarrow();
  usePageTitle(t('title'));
  if (!isNarrow && role === 'administrator') return <Redirect to="/settings/general" replace />;
  return (
    <Page
      title={t('title')}
      actions={
        <>
          <SchemeToggle />
          <AccountMenu />
        </>
      }
    >
      <div className={classes.list}>{role === 'administrator' ? <SettingsList /> : null}</div>
    </Page>
  );
}
