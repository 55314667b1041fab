import type { Alert, AlertList, AlertReach } from '@foyer/protocol/alert';
import { ActionIcon, Badge, Menu, Switch, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconCopy, IconDots, IconEdit, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { AlertMark } from '../../ui/alert-mark.tsx';
import { classNames } from '../../ui/class-names.ts';
import { RowFindings } from '../rule-findings/row-findings.tsx';
import { ShadowLink } from '../shadow-mode/shadow-link.tsx';
import { AlertReached } from './alert-reached.tsx';
import classes from './alert-row.module.css';
import { Blocked } from './blocked.tsx';
import { summariseAlert } from './summarise-alert.ts';
import { useCopyAlert, useDeleteAlert, useSwitchAlert } from './use-alerts.ts';

interface AlertRowProps {
  siteId: string;
  alert: Alert;
  inviteName: string | null;
  /** What stands before it; undefined when it can be reached. */
  blocked: AlertList['unreachable'][number] | undefined;
  /** Undefined until it is known. */
  reach: AlertReach | undefined;
}

/** What the ordered list shows of an alert. */
export function AlertRow({ siteId, alert, inviteName, blocked, reach }: AlertRowProps) {
  const { t } = useTranslation('alerts');
  const switchAlert = useSwitchAlert(siteId);
  return (
    <>
      <AlertMark icon={alert.icon} color={alert.color} size={18} />
      <div className={classNames(classes.body, !alert.enabled && classes.off)}>
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
            {alert.enabled ? null : (
              <Badge size="xs" variant="outline" color="gray">
                {t('off')}
              </Badge>
            )}
            {alert.shadow ? (
              <Tooltip label={t('field.shadowHint')} multiline w={260}>
                <Badge size="xs" variant="light" color="gray">
                  {t('shadow')}
                </Badge>
              </Tooltip>
            ) : null}
          </p>
          <p className={classes.summary}>{alert.builtIn ? t('last') : summariseAlert(alert, inviteName, t)}</p>
          <RowFindings kind="alert" rule={alert} />
          {alert.shadow ? (
            <p className={classes.summary}>
              <ShadowLink kind="alert" rule={alert} />
            </p>
          ) : null}
          {blocked === undefined ? null : (
            <p className={classes.unreachable}>
              <IconAlertTriangle size={14} aria-hidden />
              <span>
                <strong>{t('unreachable')}</strong> <Blocked by={blocked} builtIn={alert.builtIn} />
              </span>
            </p>
          )}
        </div>
        {reach === undefined ? null : (
          <div className={classes.reach}>
            <AlertReached alertId={alert.id} reach={reach} />
          </div>
        )}
      </div>
      <div className={classes.ends}>
        <Switch
          size="sm"
          checked={alert.enabled}
          aria-label={t('enabledOf', { name: alert.name })}
          onChange={(event) => switchAlert.mutate({ ...alert, enabled: event.currentTarget.checked })}
        />
        <AlertMenu siteId={siteId} alert={alert} />
      </div>
    </>
  );
}

function AlertMenu({ siteId, alert }: { siteId: string; alert: Alert }) {
  const { t } = useTranslation('alerts');
  const [, navigate] = useLocation();
  const copy = useCopyAlert(siteId);
  const remove = useDeleteAlert(siteId);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('more', { name: alert.name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconEdit size={14} aria-hidden />}
          onClick={() => navigate(`/settings/alerts/${alert.id}`)}
        >
          {t('editAction')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCopy size={14} aria-hidden />} onClick={() => void copy(alert)}>
          {t('copy')}
        </Menu.Item>
        {alert.builtIn ? null : (
          <Menu.Item color="red" leftSection={<IconTrash size={14} aria-hidden />} onClick={() => void remove(alert)}>
            {t('remove')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
