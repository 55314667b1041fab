import { useTranslation } from 'react-i18next';
import { PageTabs } from '../../ui/page-tabs.tsx';

/** Between those on the site now, the lists of visits and visitors of before, and what was out of the ordinary. */
export function VisitorTabs() {
  const { t } = useTranslation('visitors');
  return (
    <PageTabs
      label={t('views')}
      tabs={[
        { href: '/visitors', label: t('live') },
        { href: '/visits', label: t('recent') },
        { href: '/visitor-list', label: t('everybody') },
        { href: '/prospects', label: t('prospects') },
        { href: '/customers', label: t('customers') },
        { href: '/alert-visits', label: t('byAlert') },
        { href: '/spiders', label: t('spiders') },
        { href: '/exceptions', label: t('exceptions') },
      ]}
    />
  );
}
