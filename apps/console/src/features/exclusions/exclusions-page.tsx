import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { exclusionsQuery } from './exclusions-api.ts';
import { ExclusionsForm } from './exclusions-form.tsx';

/** The four lists that keep pages and visitors out of everything. */
export function ExclusionsPage() {
  const { t } = useTranslation('exclusions');
  const siteId = useSiteId();
  const exclusions = useQuery(exclusionsQuery(siteId));
  const [reloads, setReloads] = useState(0);
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')} wide>
      {exclusions.isPending ? (
        <Loading />
      ) : exclusions.isError ? (
        <Failure error={exclusions.error} onRetry={() => void exclusions.refetch()} />
      ) : (
        <ExclusionsForm
          key={`${siteId} ${reloads}`}
          siteId={siteId}
          exclusions={exclusions.data}
          onReload={() => void exclusions.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </SettingsPage>
  );
}
