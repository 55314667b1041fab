import { Button } from '@mantine/core';
import { IconPlus, IconTarget } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { ProspectOrder } from './prospect-order.tsx';
import { prospectRulesQuery } from './prospects-api.ts';

/** The ordered prospect rules of a site. */
export function ProspectsPage() {
  const { t } = useTranslation('prospects');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const rules = useQuery(prospectRulesQuery(siteId));
  return (
    <SettingsPage
      title={t('title')}
      purpose={t('purpose')}
      example={t('example')}
      actions={
        <Button leftSection={<IconPlus size={14} />} onClick={() => navigate('/settings/prospects/new')}>
          {t('add')}
        </Button>
      }
    >
      {rules.isPending ? (
        <Loading />
      ) : rules.isError ? (
        <Failure error={rules.error} onRetry={() => void rules.refetch()} />
      ) : rules.data.length === 0 ? (
        <Empty icon={<IconTarget size={22} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </Empty>
      ) : (
        <ProspectOrder siteId={siteId} rules={rules.data} />
      )}
    </SettingsPage>
  );
}
