import type { Alert } from '@foyer/protocol/alert';
import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AlertForm } from './alert-form.tsx';

interface AlertDrawerProps {
  siteId: string;
  /** `new`, an id, or null for closed. */
  alertId: string | null;
  alerts: Alert[];
  onClose: () => void;
}

/** The form of an alert over the list. */
export function AlertDrawer({ siteId, alertId, alerts, onClose }: AlertDrawerProps) {
  const { t } = useTranslation('alerts');
  const alert = alerts.find((one) => one.id === alertId) ?? null;
  const isOpen = alertId === 'new' || alert !== null;
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      size="34rem"
      title={alert === null ? t('newTitle') : t('editTitle')}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
    >
      {/* A newer version of the alert must not overwrite what is being typed: the form stays with the one it opened with. */}
      {isOpen ? <AlertForm key={alertId} siteId={siteId} alert={alert} onClose={onClose} /> : null}
    </Drawer>
  );
}
