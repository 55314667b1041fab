import { Button, Group } from '@mantine/core';
import { type NotificationData, notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconTrash } from '@tabler/icons-react';
import i18next from 'i18next';

/** Mantine announces toasts as alerts, which interrupts; ours wait for their turn. */
function show(toast: NotificationData): void {
  notifications.show({ role: 'status', closeButtonProps: { 'aria-label': i18next.t('shell:close') }, ...toast });
}

/** Says that something went well; announced politely, gone by itself. */
export function notifyDone(message: string): void {
  show({
    message,
    color: 'green',
    icon: <IconCheck size={16} aria-hidden />,
    autoClose: 4000,
  });
}

/** Says what went wrong. Stays longer, since it has to be read. */
export function notifyFailed(message: string, title?: string): void {
  show({
    message,
    title,
    color: 'red',
    icon: <IconAlertTriangle size={16} aria-hidden />,
    autoClose: 9000,
  });
}

/** Says that something was removed, and offers to bring it back for 8 seconds. */
export function notifyUndoable(message: string, undoLabel: string, undo: () => void): void {
  const id = `undo-${Date.now()}`;
  show({
    id,
    color: 'gray',
    icon: <IconTrash size={16} aria-hidden />,
    autoClose: 8000,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <span>{message}</span>
        <Button
          variant="light"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          {undoLabel}
        </Button>
      </Group>
    ),
  });
}
