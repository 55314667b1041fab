import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useIsNarrow } from '../../ui/narrow.ts';
import { Page } from '../../ui/page.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import classes from './settings-page.module.css';

interface SettingsPageProps {
  title: string;
  /** What the feature is for, in one line. */
  purpose: string;
  /** What one can do with it, for instance. */
  example?: ReactNode;
  /** Where an editor's page leads back to. */
  back?: { href: string; label: string };
  actions?: ReactNode;
  /** For editors that show something beside the form. */
  wide?: boolean;
  /** For a table that fills the page and scrolls by itself: purpose and example stand above it. */
  full?: boolean;
  children: ReactNode;
}

/** A page of the settings: says what it is for and shows an example, whatever it holds. */
export function SettingsPage(props: SettingsPageProps) {
  const { title, purpose, example, back, actions, wide = false, full = false, children } = props;
  const { t } = useTranslation('settings');
  const isNarrow = useIsNarrow();
  usePageTitle(title);
  const way = back ?? (isNarrow ? { href: '/settings', label: t('title') } : null);
  return (
    <Page
      title={title}
      width={full ? 'full' : wide ? 'wide' : 'reading'}
      back={
        way === null ? null : (
          <Link href={way.href} className={classes.back}>
            <IconArrowLeft size={14} aria-hidden /> {way.label}
          </Link>
        )
      }
      actions={actions}
    >
      <div className={full ? classes.above : undefined}>
        <p className={classes.purpose}>{purpose}</p>
        {example === undefined ? null : (
          <p className={classes.example}>
            <span className={classes.exampleWord}>{t('example')}</span> {example}
          </p>
        )}
      </div>
      {children}
    </Page>
  );
}
