import { IconTarget } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { ProspectForm } from './prospect-form.tsx';
import { prospectRulesQuery } from './prospects-api.ts';

/** The editor of one prospect rule; `new` for one that is to be. */
export function ProspectPage({ ruleId }: { ruleId: string }) {
  const { t } = useTranslation('prospects');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const rules = useQuery(prospectRulesQuery(siteId));
  const rule = rules.data?.find(({ id }) => id === ruleId) ?? null;
  const title = rule?.name ?? t('newTitle');
  const close = () => navigate('/settings/prospects');
  return (
    <SettingsPage
      title={title}
      purpose={t('editPurpose')}
      back={{ href: '/settings/prospects', label: t('backTo') }}
      wide
    >
      {rules.isPending ? (
        <Loading />
      ) : rules.isError ? (
        <Failure error={rules.error} onRetry={() => void rules.refetch()} />
      ) : rule === null && ruleId !== 'new' ? (
        <Empty
          icon={<IconTarget size={22} />}
          title={t('gone')}
          actions={<Link href="/settings/prospects">{t('backTo')}</Link>}
        >
          {t('goneText')}
        </Empty>
      ) : (
        // A newer version must not overwrite what is being typed: the form stays with the one it opened with.
        <ProspectForm key={ruleId} siteId={siteId} rule={rule} onClose={close} />
      )}
    </SettingsPage>
  );
}
