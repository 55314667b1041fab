import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { surveysQuery } from './surveys-api.ts';
import { SurveysForm } from './surveys-form.tsx';

/** Surveys before and after chats, and the form for when nobody is here (W-144, W-145). */
export function SurveysPage() {
  const { t } = useTranslation('surveys');
  const siteId = useSiteId();
  const surveys = useQuery(surveysQuery(siteId));
  const [reloads, setReloads] = useState(0);
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')} wide>
      {surveys.isPending ? (
        <Loading />
      ) : surveys.isError ? (
        <Failure error={surveys.error} onRetry={() => void surveys.refetch()} />
      ) : (
        <SurveysForm
          key={reloads}
          siteId={siteId}
          surveys={surveys.data}
          onReload={() => void surveys.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </SettingsPage>
  );
}
