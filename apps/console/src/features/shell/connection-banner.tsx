import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { useStore } from '../../api/create-store.ts';
import { Banner } from '../../ui/banner.tsx';

/** Blinks of the network shorter than this are nobody's business. */
const patienceMs = 800;

/** Says that the connection is gone and coming back. */
export function ConnectionBanner() {
  const { t } = useTranslation('shell');
  const isOpen = useStore(operatorSocket.state) === 'open';
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (isOpen) {
      setIsShown(false);
      return undefined;
    }
    const timer = setTimeout(() => setIsShown(true), patienceMs);
    return () => clearTimeout(timer);
  }, [isOpen]);
  if (!isShown) return null;
  return (
    <Banner
      tone="warning"
      icon={<IconPlugConnectedX size={16} aria-hidden />}
      title={t('reconnecting')}
      text={t('reconnectingText')}
      action={
        <Button variant="default" onClick={operatorSocket.retryNow}>
          {t('retryNow')}
        </Button>
      }
    />
  );
}
