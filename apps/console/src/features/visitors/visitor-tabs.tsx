import { useTranslation } from 'react-i18next';
import { PageTabs } from '../../ui/page-tabs.tsx';

/** Between those on the site now and the visits of before. */
export function VisitorTabs() {
  const { t } = useTranslation('visitors');
  return (
    <PageTabs
      label={t('views')}
      tabs={[
        { href: '/visitors', label: t('live') },
        { href: '/visits', label: t('recent') },
      ]}
    />
  );
}
