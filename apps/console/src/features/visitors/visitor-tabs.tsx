import { useTranslation } from 'react-i18next';
import { PageTabs } from '../../ui/page-tabs.tsx';

/** Between those on the site now, the visits of before, and those of prospects and customers, and what was out of the ordinary. */
export function VisitorTabs() {
  const { t } = useTranslation('visitors');
  return (
    <PageTabs
      label={t('views')}
      tabs={[
        { href: '/visitors', label: t('live') },
        { href: '/visits', label: t('recent') },
        { href: '/prospects', label: t('prospects') },
        { href: '/customers', label: t('customers') },
        { href: '/exceptions', label: t('exceptions') },
      ]}
    />
  );
}
