import { buttonNews } from '@foyer/protocol/button-news';
import { type ChatWindowSettings, windowText } from '@foyer/protocol/chat-window';
import { readableColours } from '@foyer/protocol/readable-colours';
import type { SurveyFormName } from '@foyer/protocol/survey';
import { type SurveyPreviewRequest, surveyPreviewReportSchema } from '@foyer/protocol/survey-preview';
import type { WindowSettings } from '@foyer/protocol/visitor-socket';
import { chooseLanguage, directionOf, windowLanguages } from '@foyer/protocol/window-language';
import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { departmentsQuery, skillsQuery } from '../departments/departments-api.ts';
import { siteQuery } from '../sites/sites-api.ts';
import { askDraft, languagesOf } from './ask-draft.ts';
import type { DraftSurveys } from './survey-draft.ts';
import classes from './survey-preview.module.css';

/** The window's settings in a language; empty: its own. Nothing but the form is to be seen. */
function settingsOf(chatWindow: ChatWindowSettings, wanted: string): WindowSettings {
  const { languages, translations, hiddenOn, ...look } = chatWindow;
  const language = chooseLanguage([wanted], {
    languages: windowLanguages,
    defaultLanguage: chatWindow.defaultLanguage,
  });
  const say = (name: Parameters<typeof windowText>[1]) => windowText(chatWindow, name, language);
  return {
    ...look,
    language,
    dir: directionOf(language),
    title: say('title'),
    openingText: say('openingText'),
    waitingText: say('waitingText'),
    offlineText: say('offlineText'),
    buttonText: say('buttonText'),
    waitingMessages: [],
    buttonColors: readableColours(chatWindow.color),
    buttonNews: buttonNews[language],
    logo: null,
    offlineUrl: null,
    emoji: false,
    typingPreview: false,
    typingNotice: null,
    files: null,
    transcripts: false,
  };
}

interface SurveyPreviewProps {
  siteId: string;
  form: SurveyFormName;
  surveys: DraftSurveys;
}

/** The form as visitors see it: the chat window's own code draws it, in a page of its own. */
export function SurveyPreview({ siteId, form, surveys }: SurveyPreviewProps) {
  const { t } = useTranslation('surveys');
  const frame = useRef<HTMLIFrameElement>(null);
  /** How often the page in the frame has begun: it does anew for another language. */
  const [begun, setBegun] = useState(0);
  const [language, setLanguage] = useState('');
  const site = useQuery(siteQuery(siteId)).data;
  const departments = useQuery(departmentsQuery(siteId)).data ?? [];
  const skills = useQuery(skillsQuery(siteId)).data ?? [];
  const languages = languagesOf(surveys);
  const spoken = languages.includes(language) ? language : '';
  const settings = site ? settingsOf(site.chatWindow, spoken) : null;
  const wanted = settings && {
    type: 'show' as const,
    form,
    surveys: askDraft(surveys, { departments, skills }),
    settings,
    language: spoken || site?.chatWindow.defaultLanguage || 'en',
    sent: t('previewSent'),
  };
  const json = JSON.stringify(wanted);

  useEffect(() => {
    const hear = ({ source, origin, data }: MessageEvent) => {
      if (source !== frame.current?.contentWindow || origin !== location.origin) return;
      if (surveyPreviewReportSchema.safeParse(data).success) setBegun((times) => times + 1);
    };
    addEventListener('message', hear);
    return () => removeEventListener('message', hear);
  }, []);
  useEffect(() => {
    const request: SurveyPreviewRequest | null = JSON.parse(json);
    if (begun > 0 && request) frame.current?.contentWindow?.postMessage(request, location.origin);
  }, [begun, json]);

  const isConditional = surveys[form].questions.some(
    (question) => question.type !== 'hidden' && question.shownIf.visit !== null,
  );
  return (
    <section className={classes.side} aria-label={t('preview')}>
      <div className={classes.head}>
        <h2 className={classes.title}>{t('preview')}</h2>
        {languages.length === 0 ? null : (
          <NativeSelect
            size="xs"
            aria-label={t('previewLanguage')}
            data={[{ value: '', label: t('ownLanguage') }, ...languages]}
            value={spoken}
            onChange={(event) => setLanguage(event.currentTarget.value)}
          />
        )}
      </div>
      <iframe
        ref={frame}
        src={`/survey-preview?${new URLSearchParams({ language: wanted?.language ?? 'en' })}`}
        title={t('previewFrame')}
        className={classes.frame}
      />
      <p className={classes.hint}>
        {t('previewAbout')} {isConditional ? t('previewConditions') : null}
      </p>
    </section>
  );
}
