import { type ChatWindowSettings, windowText } from '@foyer/protocol/chat-window';
import { readableColours } from '@foyer/protocol/readable-colours';
import { bindingOf, type SurveyForm } from '@foyer/protocol/survey';
import { inLanguage } from '@foyer/protocol/survey-answers';
import { directionOf, type WindowLanguage } from '@foyer/protocol/window-language';
import { SegmentedControl } from '@mantine/core';
import { IconMessageCircle } from '@tabler/icons-react';
import { type CSSProperties, Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { imageUrl } from '../invites/image-url.ts';
import { useSurveys } from '../surveys/surveys-api.ts';
import classes from './chat-window-preview.module.css';
import { formWords } from './form-words.ts';

interface ChatWindowPreviewProps {
  siteId: string;
  settings: ChatWindowSettings;
  language: WindowLanguage;
}

/** Half the size of life. */
const scale = 0.5;
const states = ['online', 'waiting', 'offline'] as const;

/** The button in its corner of a page and the window as it opens, with these settings. */
export function ChatWindowPreview({ siteId, settings, language }: ChatWindowPreviewProps) {
  const { t } = useTranslation('chatWindow');
  const [shows, setShows] = useState<(typeof states)[number]>('online');
  const isOffline = shows === 'offline';
  const isHidden = isOffline && settings.whenOffline === 'hidden';
  const isAway = isOffline && settings.whenOffline === 'redirect';
  const color = /^#[0-9a-f]{6}$/i.test(settings.color) ? settings.color : '#1c7ed6';
  const { ground, text } = readableColours(color);
  const colours = { background: ground, color: text };
  const say = (name: Parameters<typeof windowText>[1]) => windowText(settings, name, language);
  const words = formWords[language];
  const surveys = useSurveys(siteId);
  const radius = Math.max(0, Number(settings.radius) || 0) * scale * 1.5;
  const [block, inline] = settings.corner.split('-') as ['top' | 'bottom', 'left' | 'right'];
  const isTab = settings.button === 'tab';
  const place: CSSProperties = {
    [block]: `${(Number(settings.offsetY) || 0) * scale + 8}px`,
    [inline]: isTab ? 0 : `${(Number(settings.offsetX) || 0) * scale + 8}px`,
  };
  return (
    <section aria-label={t('preview')}>
      <div className={classes.choice}>
        <SegmentedControl
          aria-label={t('showing')}
          size="xs"
          value={shows}
          onChange={setShows}
          data={states.map((value) => ({ value, label: t(value) }))}
        />
      </div>
      <div className={classes.page} aria-hidden>
        <div className={classes.line} />
        <div className={classes.line} />
        <div className={classes.line} />
        {isHidden ? null : (
          <div className={classes.widget} data-corner={settings.corner} data-button={settings.button} style={place}>
            {isAway ? null : (
              <div
                className={classes.window}
                data-theme={settings.theme}
                data-size={settings.size}
                lang={language}
                dir={directionOf(language)}
                style={{ borderRadius: radius }}
              >
                <div className={classes.head} style={colours}>
                  {settings.logo === '' ? null : (
                    <img className={classes.logo} src={imageUrl(siteId, settings.logo)} alt="" />
                  )}
                  {say('title')}
                </div>
                {shows === 'waiting' ? (
                  <p className={classes.words}>{say('waitingText')}</p>
                ) : (
                  <p className={classes.words}>{say(isOffline ? 'offlineText' : 'openingText')}</p>
                )}
                {shows === 'waiting' || (isOffline && settings.whenOffline === 'text') ? (
                  <div className={classes.space} />
                ) : (
                  <>
                    <Questions form={isOffline ? surveys.offline : surveys.preChat} language={language} />
                    <div className={classes.button} style={{ ...colours, borderRadius: Math.min(6, radius) }}>
                      {isOffline ? words.sendMessage : words.startChat}
                    </div>
                  </>
                )}
              </div>
            )}
            <div className={classes.launcher} style={colours} lang={language}>
              <IconMessageCircle size={settings.button === 'round' ? 24 : 18} />
              {settings.button === 'round' ? null : say('buttonText')}
            </div>
          </div>
        )}
      </div>
      <p className={classes.hint}>{hint()}</p>
    </section>
  );

  function hint(): string {
    if (shows === 'waiting') return t('previewWaiting');
    if (!isOffline) return t('previewHint');
    return t(`previewOffline.${settings.whenOffline}`);
  }
}

/** So many questions have room. */
const mostShown = 4;

/** What the surveys ask, as far as there is room. */
function Questions({ form, language }: { form: SurveyForm; language: WindowLanguage }) {
  const asked = form.enabled ? form.questions.filter((question) => question.type !== 'hidden') : [];
  return asked.slice(0, mostShown).map((question) => {
    const label = inLanguage(question.translations, language)?.label || question.label;
    const isPlain = question.required || question.type === 'checkbox' || bindingOf(question) === 'question';
    return (
      <Fragment key={question.name}>
        <div className={classes.label}>{isPlain ? label : formWords[language].optional.replace('{label}', label)}</div>
        <div className={classes.input} data-tall={question.type === 'longText' ? true : undefined} />
      </Fragment>
    );
  });
}
