import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconTrash } from '@tabler/icons-react';

/** Says that something went well; announced politely, gone by itself. */
export function notifyDone(message: string): void {
  notifications.show({
    message,
    color: 'green',
    icon: <IconCheck size={16} aria-hidden />,
    role: 'status',
    autoClose: 4000,
  });
}

/** Says what went wrong. Stays longer, since it has to be read. */
export function notifyFailed(message: string, title?: string): void {
  notifications.show({
    message,
    title,
    color: 'red',
    icon: <IconAlertTriangle size={16} aria-hidden />,
    role: 'status',
    autoClose: 9000,
  });
}

/** Says that something was removed, and offers to bring it back for 8 seconds. */
export function notifyUndoable(message: string, undoLabel: string, undo: () => void): void {
  const id = `undo-${Date.now()}`;
  notifications.show({
    id,
    color: 'gray',
    icon: <IconTrash size={16} aria-hidden />,
    role: 'status',
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
