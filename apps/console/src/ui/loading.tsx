import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './loading.module.css';

/** Something is on its way; told to screen readers too. */
export function Loading() {
  const { t } = useTranslation('shell');
  return (
    <div className={classes.loading} role="status">
      <Loader size="sm" aria-hidden />
      <span className="visually-hidden">{t('loading')}</span>
    </div>
  );
}
