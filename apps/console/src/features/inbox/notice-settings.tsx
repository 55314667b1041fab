import { ActionIcon, Tooltip } from '@mantine/core';
import { IconAdjustmentsBolt, IconBellPlus, IconBellRinging, IconVolume, IconVolumeOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from '../../api/create-store.ts';
import { useRemembered } from '../../api/remembered-value.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { isNoticeOn } from '../notices/notice-choices.ts';
import { askForNotices, noticePermission } from '../notices/ring.ts';
import { isSoundOn } from './announce.ts';
import { playTones } from './play-tones.ts';

/** Sound on or off, the question for the browser's notifications, and the way to all that calls the operator. */
export function NoticeSettings() {
  const { t } = useTranslation('inbox');
  const { t: tNotices } = useTranslation('notices');
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
      <Tooltip label={tNotices('title')}>
        <ActionIcon component={Link} href="/account" aria-label={tNotices('title')}>
          <IconAdjustmentsBolt size={16} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function NotificationButton() {
  const { t } = useTranslation('inbox');
  const permission = useStore(noticePermission);
  const [isWanted, setIsWanted] = useRemembered(isNoticeOn);
  if (permission === 'unsupported') return null;
  const isOn = permission === 'granted' && isWanted;
  const label = isOn ? t('notifyOn') : t('askNotify');
  const ask = async () => {
    setIsWanted(true);
    await askForNotices();
    if (noticePermission.get() === 'denied') notifyFailed(t('notifyDenied'));
  };
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={() => void ask()}>
        {isOn ? <IconBellRinging size={16} /> : <IconBellPlus size={16} />}
      </ActionIcon>
    </Tooltip>
  );
}
