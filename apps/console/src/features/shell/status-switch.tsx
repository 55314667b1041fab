import { type ChosenStatus, chosenStatuses } from '@foyer/protocol/operator';
import { Menu, UnstyledButton } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { chooseStatus, ownStatus } from './own-status.ts';
import classes from './rail.module.css';

/** Shows and changes one's own status, in words, shape and colour. */
export function StatusSwitch() {
  const { t } = useTranslation('shell');
  const me = useMe();
  const status = useStore(ownStatus) ?? me.status;
  const choose = (value: string) =>
    void chooseStatus(value as ChosenStatus).catch((error: unknown) =>
      notifyFailed(error instanceof Error ? error.message : errorText(error), t('statusFailed')),
    );
  return (
    <Menu position="top-start" width={220} withinPortal>
      <Menu.Target>
        <UnstyledButton
          className={classes.switch}
          title={t(`status.${status}`)}
          aria-label={t('statusSwitch', { status: t(`status.${status}`) })}
        >
          <StatusMark status={status} size={11} />
          <span className={classes.switchText}>{t(`status.${status}`)}</span>
          <IconSelector size={14} className={classes.selector} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('statusHint')}</Menu.Label>
        <Menu.RadioGroup value={status} onChange={choose}>
          {chosenStatuses.map((one) => (
            <Menu.RadioItem key={one} value={one} closeMenuOnClick rightSection={<StatusMark status={one} size={11} />}>
              {t(`status.${one}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
