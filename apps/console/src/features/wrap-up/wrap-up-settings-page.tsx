import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { wrapUpQuery } from './wrap-up-api.ts';
import { WrapUpForm } from './wrap-up-form.tsx';

/** How operators are asked to classify chats. */
export function WrapUpSettingsPage() {
  const { t } = useTranslation('wrapUp');
  const siteId = useSiteId();
  const wrapUp = useQuery(wrapUpQuery(siteId));
  const [reloads, setReloads] = useState(0);
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')} wide>
      {wrapUp.isPending ? (
        <Loading />
      ) : wrapUp.isError ? (
        <Failure error={wrapUp.error} onRetry={() => void wrapUp.refetch()} />
      ) : (
        <WrapUpForm
          key={`${siteId} ${reloads}`}
          siteId={siteId}
          wrapUp={wrapUp.data}
          onReload={() => void wrapUp.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </SettingsPage>
  );
}
