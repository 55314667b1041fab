import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { siteQuery } from '../sites/sites-api.ts';
import { ChatWindowForm } from './chat-window-form.tsx';

/** How the chat window of the chosen site looks, and what it says. */
export function ChatWindowPage() {
  const { t } = useTranslation('chatWindow');
  const siteId = useSiteId();
  const site = useQuery(siteQuery(siteId));
  const [reloads, setReloads] = useState(0);
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')} wide>
      {site.isPending ? (
        <Loading />
      ) : site.isError ? (
        <Failure error={site.error} onRetry={() => void site.refetch()} />
      ) : (
        <ChatWindowForm
          key={reloads}
          site={site.data}
          onReload={() => void site.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </SettingsPage>
  );
}
