import { useTranslation } from 'react-i18next';
import { SettingsPage } from '../settings/settings-page.tsx';
import { ApplyFile } from './apply-file.tsx';
import { ExportFile } from './export-file.tsx';
import { ImportHistory } from './import-history.tsx';

/** Configuration as code (B-310): export, plan, apply, roll back. */
export function ConfigurationPage() {
  const { t } = useTranslation('configuration');
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')}>
      <ExportFile />
      <ApplyFile />
      <ImportHistory />
    </SettingsPage>
  );
}
