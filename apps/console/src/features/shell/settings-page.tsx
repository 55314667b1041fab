import { IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMe } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from './page-title.ts';
import { settingsPlaces } from './places.ts';
import { AccountMenu, SchemeToggle } from './rail.tsx';
import classes from './settings-page.module.css';

/** The way to settings and account in narrow windows, where the rail is a bottom bar. */
export function SettingsPage() {
  const { t } = useTranslation('shell');
  const { role } = useMe();
  usePageTitle(t('settings'));
  return (
    <Page
      title={t('settings')}
      actions={
        <>
          <SchemeToggle />
          <AccountMenu />
        </>
      }
    >
      <ul>
        {(role === 'administrator' ? settingsPlaces : []).map(({ id, href, icon: Icon }) => (
          <li key={id}>
            <Link href={href} className={classes.place}>
              <Icon size={18} stroke={1.7} aria-hidden />
              <span className={classes.text}>{t(id)}</span>
              <IconChevronRight size={16} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
