import type { BackTestInput } from '@foyer/protocol/back-test';
import { Button, Drawer } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BackTestPanel } from './back-test-panel.tsx';

/** A draft as the form has it, without the days. */
export type BackTestDraft = BackTestInput extends infer T
  ? T extends unknown
    ? Omit<T, 'from' | 'to'>
    : never
  : never;

interface BackTestButtonProps {
  siteId: string;
  /** Read when the back-test is run, and while its results are shown. */
  draft: BackTestDraft;
}

/** Beside *Save*: tries what stands in the form on past visits (B-302). */
export function BackTestButton({ siteId, draft }: BackTestButtonProps) {
  const { t } = useTranslation('backTests');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconHistory size={16} aria-hidden />}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('open')}
      </Button>
      <Drawer
        opened={isOpen}
        onClose={() => setOpen(false)}
        size="46rem"
        title={t('title')}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        {isOpen ? <BackTestPanel siteId={siteId} draft={draft} /> : null}
      </Drawer>
    </>
  );
}
