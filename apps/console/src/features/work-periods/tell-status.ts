import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { operatorSocket } from '../../api/connection.ts';

const id = 'status-told';

/** Says why one's own status changed when one has not changed it oneself; returns the way to stop. */
export function followStatusChanges(): () => void {
  return operatorSocket.onFrame((frame) => {
    if (frame.type !== 'status.changed') return;
    notifications.hide(id);
    const { cause = 'chosen', by, status } = frame;
    if (cause === 'chosen' || cause === 'active') return;
    notifications.show({
      id,
      role: 'status',
      autoClose: false,
      color: cause === 'periodBegan' ? 'green' : 'yellow',
      closeButtonProps: { 'aria-label': i18next.t('shell:close') },
      message: i18next.t(`workPeriods:told.${cause}`, { by: by ?? '', status: i18next.t(`shell:status.${status}`) }),
    });
  });
}
