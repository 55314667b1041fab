import { ActionIcon, Tooltip } from '@mantine/core';
import { IconBellPlus, IconBellRinging, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRemembered } from '../../api/remembered-value.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { isSoundOn } from './announce.ts';
import { playTones } from './play-tones.ts';

/** Sound on or off, and the question for the browser's notifications. */
export function NoticeSettings() {
  const { t } = useTranslation('inbox');
  const [isOn, setIsOn] = useRemembered(isSoundOn);
  const toggle = () => {
    if (!isOn) playTones([660, 880]);
    setIsOn(!isOn);
  };
  return (
    <>
      <NotificationButton />
      <Tooltip label={isOn ? t('soundOn') : t('soundOff')}>
        <ActionIcon role="switch" aria-checked={isOn} aria-label={t('soundOn')} onClick={toggle}>
          {isOn ? <IconVolume size={16} /> : <IconVolumeOff size={16} />}
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function NotificationButton() {
  const { t } = useTranslation('inbox');
  const [permission, setPermission] = useState(() => ('Notification' in window ? Notification.permission : 'denied'));
  if (!('Notification' in window)) return null;
  const isGranted = permission === 'granted';
  const label = isGranted ? t('notifyOn') : t('askNotify');
  const ask = async () => {
    const answer = await Notification.requestPermission();
    setPermission(answer);
    if (answer === 'denied') notifyFailed(t('notifyDenied'));
  };
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={() => void ask()}>
        {isGranted ? <IconBellRinging size={16} /> : <IconBellPlus size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
