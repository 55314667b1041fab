import { readableColours } from '@foyer/protocol/readable-colours';
import type { Site } from '@foyer/protocol/site';
import { SegmentedControl } from '@mantine/core';
import { IconMessageCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './chat-window-preview.module.css';

/** The button in its corner of a page and the window as it opens, with these settings. */
export function ChatWindowPreview({ settings }: { settings: Site['chatWindow'] }) {
  const { t } = useTranslation('chatWindow');
  const [shows, setShows] = useState<'online' | 'offline'>('online');
  const isOffline = shows === 'offline';
  const isHidden = isOffline && settings.whenOffline === 'hidden';
  const color = /^#[0-9a-f]{6}$/i.test(settings.color) ? settings.color : '#1c7ed6';
  const { ground, text } = readableColours(color);
  const colours = { background: ground, color: text };
  return (
    <section className={classes.side} aria-label={t('preview')}>
      <div className={classes.choice}>
        <SegmentedControl
          aria-label={t('showing')}
          size="xs"
          value={shows}
          onChange={setShows}
          data={(['online', 'offline'] as const).map((value) => ({ value, label: t(value) }))}
        />
      </div>
      <div className={classes.page} data-corner={settings.corner} aria-hidden>
        <div className={classes.line} />
        <div className={classes.line} />
        <div className={classes.line} />
        {isHidden ? null : (
          <div className={classes.widget}>
            <div className={classes.window}>
              <div className={classes.head} style={colours}>
                {settings.title}
              </div>
              <p className={classes.words}>{isOffline ? settings.offlineText : settings.openingText}</p>
              <div className={classes.label}>{t('name')}</div>
              <div className={classes.input} />
              <div className={classes.label}>{isOffline ? t('email') : t('emailOptional')}</div>
              <div className={classes.input} />
              <div className={classes.label}>{isOffline ? t('message') : t('question')}</div>
              <div className={classes.input} data-tall />
              <div className={classes.button} style={colours}>
                {isOffline ? t('send') : t('start')}
              </div>
            </div>
            <div className={classes.launcher} style={colours}>
              <IconMessageCircle size={24} />
            </div>
          </div>
        )}
      </div>
      <p className={classes.hint}>
        {isHidden ? t('previewHidden') : isOffline ? t('previewOffline') : t('previewHint')}
      </p>
    </section>
  );
}
