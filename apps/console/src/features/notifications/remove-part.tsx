import { Button, Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useTranslation } from 'react-i18next';

interface RemovePartProps {
  label: string;
  /** What is lost with it: secrets cannot be brought back. */
  text: string;
  onRemove: () => void;
}

/** Removes a way out, after a question: its secrets are gone with it. */
export function RemovePart({ label, text, onRemove }: RemovePartProps) {
  const { t } = useTranslation('notifications');
  const { t: tShell } = useTranslation('shell');
  const ask = () =>
    modals.openConfirmModal({
      title: t('removeQuestion'),
      children: <Text size="sm">{text}</Text>,
      labels: { confirm: t('remove'), cancel: tShell('cancel') },
      confirmProps: { color: 'red' },
      closeButtonProps: { 'aria-label': tShell('close') },
      onConfirm: onRemove,
    });
  return (
    <Button variant="subtle" color="red" onClick={ask}>
      {label}
    </Button>
  );
}
