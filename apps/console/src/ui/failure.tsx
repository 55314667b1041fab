import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../api/rest-client.ts';
import { Empty } from './empty.tsx';

/** In place of what could not be read: says why, and tries again. */
export function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('shell');
  return (
    <Empty
      icon={<IconPlugConnectedX size={22} />}
      title={t('failed')}
      actions={
        <Button variant="default" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      }
    >
      {errorText(error)}
    </Empty>
  );
}
