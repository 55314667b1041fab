import { canRing } from '@foyer/protocol/ring';
import { Button, Group, Select, Slider, Stack, Switch, Text } from '@mantine/core';
import { IconBellCheck, IconBellOff, IconPlayerPlay } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import { useRemembered } from '../../api/remembered-value.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { isSoundOn } from '../inbox/announce.ts';
import { playTones } from '../inbox/play-tones.ts';
import { isNoticeOn, isPushOn, isTitleFlashing, soundTone, soundTones, soundVolume } from './notice-choices.ts';
import classes from './notices-section.module.css';
import { pushState, switchPushOff, switchPushOn, testPush } from './push.ts';
import { askForNotices, noticePermission, ring } from './ring.ts';
import { ringReasons } from './ring-reasons.ts';

/** How this browser calls its operator, and whether it can. */
export function NoticesSection() {
  const { t } = useTranslation('notices');
  const now = useStore(ring);
  const [isTesting, setIsTesting] = useState(false);
  const [isTested, setIsTested] = useState(false);
  const test = async () => {
    setIsTesting(true);
    if (isSoundOn.get()) playTones([660, 880, 660]);
    if (noticePermission.get() === 'default') await askForNotices();
    if (isNoticeOn.get() && noticePermission.get() === 'granted') showTestNotice(t('title'));
    await testPush();
    setIsTesting(false);
    setIsTested(true);
  };
  const isAble = canRing(now);
  return (
    <Section title={t('title')} about={t('about')}>
      <Stack gap="md">
        <p className={classes.state} data-able={isAble} role="status">
          {isAble ? <IconBellCheck size={16} aria-hidden /> : <IconBellOff size={16} aria-hidden />}
          {isAble ? t('can') : t('cannot', { reasons: ringReasons(now) })}
        </p>
        <SoundFields />
        <NoticeFields />
        <PushField />
        <Group gap="sm" align="flex-start">
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={14} aria-hidden />}
            loading={isTesting}
            onClick={() => void test()}
          >
            {t('test')}
          </Button>
          <div role="status" className={classes.results}>
            {isTesting ? t('testing') : null}
            {isTested && !isTesting ? (
              <ul>
                <Result works={now.sound === 'works'}>{t(`sound.${now.sound}`)}</Result>
                <Result works={now.notice === 'works'}>{t(`notice.${now.notice}`)}</Result>
                <Result works={now.push === 'works'}>{t(`push.${now.push}`)}</Result>
              </ul>
            ) : null}
          </div>
        </Group>
      </Stack>
    </Section>
  );
}

function Result({ works, children }: { works: boolean; children: ReactNode }) {
  return (
    <li className={classes.result} data-able={works}>
      {works ? <IconBellCheck size={14} aria-hidden /> : <IconBellOff size={14} aria-hidden />}
      {children}
    </li>
  );
}

function SoundFields() {
  const { t } = useTranslation('notices');
  const [isOn, setIsOn] = useRemembered(isSoundOn);
  const [volume, setVolume] = useRemembered(soundVolume);
  const [tone, setTone] = useRemembered(soundTone);
  return (
    <>
      <Switch label={t('field.sound')} checked={isOn} onChange={(event) => setIsOn(event.currentTarget.checked)} />
      {isOn ? (
        <Group gap="lg" pl="xl" align="flex-end">
          <Select
            label={t('field.tone')}
            w="10rem"
            allowDeselect={false}
            data={soundTones.map((value) => ({ value, label: t(`tone.${value}`) }))}
            value={tone}
            onChange={(value) => {
              setTone(soundTones.find((one) => one === value) ?? 'soft');
              playTones([660, 880]);
            }}
          />
          <div className={classes.volume}>
            <Text size="sm" id="notice-volume">
              {t('field.volume')}
            </Text>
            <Slider
              thumbProps={{ 'aria-labelledby': 'notice-volume' }}
              min={0}
              max={100}
              step={10}
              label={(value) => `${value} %`}
              value={volume}
              onChange={setVolume}
              onChangeEnd={() => playTones([660, 880])}
            />
          </div>
        </Group>
      ) : null}
    </>
  );
}

function NoticeFields() {
  const { t } = useTranslation('notices');
  const [isOn, setIsOn] = useRemembered(isNoticeOn);
  const [isFlashing, setIsFlashing] = useRemembered(isTitleFlashing);
  const permission = useStore(noticePermission);
  return (
    <>
      <div>
        <Switch
          label={t('field.notice')}
          description={t('field.noticeHint')}
          checked={isOn}
          onChange={(event) => setIsOn(event.currentTarget.checked)}
        />
        {isOn && permission !== 'granted' ? (
          <Group gap="xs" pl="xl" mt="xs">
            <Text size="xs" c="var(--amber)">
              {t(`notice.${permission === 'default' ? 'notAsked' : permission}`)}
            </Text>
            {permission === 'default' ? (
              <Button variant="light" onClick={() => void askForNotices()}>
                {t('allow')}
              </Button>
            ) : null}
          </Group>
        ) : null}
      </div>
      <Switch
        label={t('field.titleFlash')}
        description={t('field.titleFlashHint')}
        checked={isFlashing}
        onChange={(event) => setIsFlashing(event.currentTarget.checked)}
      />
    </>
  );
}

function PushField() {
  const { t } = useTranslation('notices');
  const isOn = useStore(isPushOn);
  const state = useStore(pushState);
  const [isBusy, setIsBusy] = useState(false);
  const change = async (wanted: boolean) => {
    setIsBusy(true);
    try {
      await (wanted ? switchPushOn() : switchPushOff());
    } catch (error) {
      notifyFailed(t('pushRefused', { reason: error instanceof Error ? error.message : errorText(error) }));
    }
    setIsBusy(false);
  };
  return (
    <Switch
      label={t('field.push')}
      description={state === 'unsupported' ? t('push.unsupported') : t('field.pushHint')}
      disabled={state === 'unsupported' || isBusy}
      checked={isOn && state !== 'unsupported'}
      onChange={(event) => void change(event.currentTarget.checked)}
    />
  );
}

/** The browser shows it also while the page is looked at. */
function showTestNotice(title: string): void {
  try {
    new Notification('Foyer', { body: title, tag: 'test', icon: '/console/icon.svg' });
  } catch {
    // Browsers on phones show notices of service workers alone; push is what tells there.
  }
}
