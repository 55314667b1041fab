import { Button } from '@mantine/core';
import { IconMessage2Bolt, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { CannedForm } from './canned-form.tsx';
import { CannedList } from './canned-list.tsx';
import { cannedResponsesQuery } from './canned-responses-api.ts';
import { pathOf } from './find-canned.ts';

const home = '/settings/canned-responses';

/** The canned responses that one can use on a site, or the form of one of them (W-157). */
export function CannedResponsesPage({ responseId }: { responseId: string | null }) {
  const { t } = useTranslation('canned');
  const siteId = useSiteId();
  const all = useQuery(cannedResponsesQuery(siteId));
  const [reloads, setReloads] = useState(0);
  const response = all.data?.find(({ id }) => id === responseId) ?? null;
  const isForm = responseId === 'new' || response !== null;
  return (
    <SettingsPage
      title={isForm ? (response?.title ?? t('newTitle')) : t('title')}
      purpose={t('purpose')}
      example={t('example')}
      wide={isForm}
      {...(isForm ? { back: { href: home, label: t('back') } } : {})}
      actions={
        isForm ? null : (
          <Button component={Link} href={`${home}/new`} leftSection={<IconPlus size={14} />}>
            {t('add')}
          </Button>
        )
      }
    >
      {all.isPending ? (
        <Loading />
      ) : all.isError ? (
        <Failure error={all.error} onRetry={() => void all.refetch()} />
      ) : isForm ? (
        // A newer version must not overwrite what is being typed: the form stays with the one it opened with.
        <CannedForm
          key={`${responseId} ${reloads}`}
          siteId={siteId}
          response={response}
          folders={[...new Set(all.data.map(pathOf))].filter((path) => path !== '')}
          onReload={() => void all.refetch().then(() => setReloads(reloads + 1))}
        />
      ) : all.data.length === 0 ? (
        <Empty icon={<IconMessage2Bolt size={22} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </Empty>
      ) : (
        <CannedList all={all.data} />
      )}
    </SettingsPage>
  );
}
