import { totalsCheckSchema } from '@foyer/protocol/totals-check';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSite } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { request } from '../../api/rest-client.ts';
import { Banner } from '../../ui/banner.tsx';

/** The checks are made at night. */
const askAgainMs = 3_600_000;

/** Tells administrators that a nightly check has found totals that the facts do not bear out. */
export function TotalsCheckBanner() {
  const { t } = useTranslation('totalsCheck');
  const { role } = useMe();
  const siteId = useSite()?.id ?? null;
  const checks = useQuery({
    queryKey: ['site', siteId, 'totalsCheck'],
    queryFn: () => request('GET', `/sites/${siteId}/reports/totals-check`, totalsCheckSchema),
    enabled: role === 'administrator' && siteId !== null,
    refetchInterval: askAgainMs,
  });
  const wrong = checks.data?.items.filter(({ differences }) => differences > 0) ?? [];
  const [newest] = wrong;
  if (newest === undefined) return null;
  return (
    <Banner
      tone="warning"
      icon={<IconAlertTriangle size={16} aria-hidden />}
      title={t('title')}
      text={t('text', { count: wrong.length, day: newest.day })}
    />
  );
}
