import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import type { Alert } from '@foyer/protocol/alert';
import { ActionIcon, Badge, Switch, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconGripVertical, IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { AlertMark } from '../../ui/alert-mark.tsx';
import classes from './alert-order.module.css';
import { summariseAlert } from './summarise-alert.ts';
import { useSwitchAlert } from './use-alerts.ts';

interface AlertRowProps {
  siteId: string;
  alert: Alert;
  inviteName: string | null;
  /** Why it can never match; null when it can. */
  unreachable: string | null;
}

/** An alert in the ordered list. */
export function AlertRow({ siteId, alert, inviteName, unreachable }: AlertRowProps) {
  const { t } = useTranslation('alerts');
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, transform, transition, isDragging } = useSortable({
    id: alert.id,
    disabled: alert.builtIn,
  });
  const switchAlert = useSwitchAlert(siteId);
  return (
    <li
      ref={setNodeRef}
      className={classes.row}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      data-dragging={isDragging}
      data-enabled={alert.enabled}
    >
      {alert.builtIn ? (
        <span className={classes.locked} title={t('last')}>
          <IconLock size={15} aria-hidden />
        </span>
      ) : (
        <ActionIcon
          ref={setActivatorNodeRef}
          className={classes.handle ?? ''}
          {...attributes}
          {...listeners}
          aria-label={t('move', { name: alert.name })}
        >
          <IconGripVertical size={16} />
        </ActionIcon>
      )}
      <AlertMark icon={alert.icon} color={alert.color} size={18} />
      <div className={classes.words}>
        <p className={classes.nameLine}>
          <Link
            href={`/settings/alerts/${alert.id}`}
            className={classes.name}
            data-list-item
            aria-label={t('edit', { name: alert.name })}
          >
            {alert.name}
          </Link>
          {alert.shadow ? (
            <Tooltip label={t('shadowHint')}>
              <Badge size="xs" variant="light" color="gray">
                {t('shadow')}
              </Badge>
            </Tooltip>
          ) : null}
        </p>
        <p className={classes.summary}>{alert.builtIn ? t('last') : summariseAlert(alert, inviteName, t)}</p>
        {unreachable === null ? null : (
          <p className={classes.unreachable}>
            <IconAlertTriangle size={14} aria-hidden />
            <span>
              {t('unreachable')}: {unreachable}
            </span>
          </p>
        )}
      </div>
      <Switch
        size="sm"
        checked={alert.enabled}
        aria-label={t('enabledOf', { name: alert.name })}
        onChange={(event) => switchAlert.mutate({ ...alert, enabled: event.currentTarget.checked })}
      />
    </li>
  );
}
