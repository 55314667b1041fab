import { ActionIcon, Tooltip } from '@mantine/core';
import { IconNotes } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Turns the composer to notes, and back to messages. */
export function NoteButton({ isOn, onToggle }: { isOn: boolean; onToggle: () => void }) {
  const { t } = useTranslation('notes');
  const label = t(isOn ? 'writing' : 'write');
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} aria-pressed={isOn} variant={isOn ? 'light' : 'subtle'} onClick={onToggle}>
        <IconNotes size={18} />
      </ActionIcon>
    </Tooltip>
  );
}
