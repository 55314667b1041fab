import type { SurveyFormName } from '@foyer/protocol/survey';
import { SegmentedControl, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import { QuestionList } from './question-list.tsx';
import type { DraftForm, DraftQuestion, DraftSurveys, Faults } from './survey-draft.ts';
import { TranslationsEditor } from './translations-editor.tsx';

interface FormFieldsProps {
  siteId: string;
  name: SurveyFormName;
  form: DraftForm;
  /** Null: this form asks for none. */
  rating: DraftSurveys['postChat']['rating'] | null;
  /** By the path inside the form. */
  faults: Faults;
  openKey: string | null;
  onOpen: (key: string | null) => void;
  onChange: (change: Partial<DraftForm>) => void;
  /** Told a change of the rating; only the form after a chat has one. */
  onRating: (change: Partial<DraftSurveys['postChat']['rating']>) => void;
  onQuestions: (change: (questions: DraftQuestion[]) => DraftQuestion[]) => void;
}

/** One of the forms: whether it is asked, its texts, its questions. */
export function FormFields(props: FormFieldsProps) {
  const { siteId, name, form, rating, faults, openKey, onOpen, onChange, onRating, onQuestions } = props;
  const { t } = useTranslation('surveys');
  return (
    <>
      <Stack gap="sm" mb="lg">
        <Text size="sm" c="dimmed">
          {t(`formAbout.${name}`)}
        </Text>
        <Switch
          label={t('field.enabled')}
          checked={form.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
        <TextInput
          label={t('field.title')}
          description={t('field.titleHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          maxLength={120}
          value={form.title}
          error={faults.title}
          onChange={(event) => onChange({ title: event.currentTarget.value })}
        />
        <Textarea
          label={t('field.intro')}
          description={name === 'postChat' ? t('field.titleHint') : t('field.introHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          autosize
          minRows={2}
          maxLength={1000}
          value={form.intro}
          error={faults.intro}
          onChange={(event) => onChange({ intro: event.currentTarget.value })}
        />
      </Stack>
      {rating === null ? null : <RatingFields rating={rating} faults={faults} onChange={onRating} />}
      <Section title={t('field.questions')}>
        <QuestionList
          siteId={siteId}
          label={t('field.questions')}
          questions={form.questions}
          faults={faults}
          openKey={openKey}
          onOpen={onOpen}
          onChange={onQuestions}
        />
      </Section>
      <TranslationsEditor
        value={form.translations}
        parts={[
          { key: 'title', label: t('field.title'), max: 120 },
          { key: 'intro', label: t('field.intro'), max: 1000 },
        ]}
        empty={{ title: '', intro: '' }}
        onChange={(translations) => onChange({ translations })}
      />
    </>
  );
}

interface RatingFieldsProps {
  rating: DraftSurveys['postChat']['rating'];
  faults: Faults;
  onChange: (change: Partial<DraftSurveys['postChat']['rating']>) => void;
}

function RatingFields({ rating, faults, onChange }: RatingFieldsProps) {
  const { t } = useTranslation('surveys');
  return (
    <Section title={t('rating')}>
      <Stack gap="sm">
        <Switch
          label={t('field.ratingEnabled')}
          checked={rating.enabled}
          onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
        />
        {rating.enabled ? (
          <>
            <div>
              <Text size="sm" fw={500} mb={4} id="rating-style">
                {t('field.ratingStyle')}
              </Text>
              <SegmentedControl
                size="xs"
                aria-labelledby="rating-style"
                value={rating.style}
                onChange={(style) => onChange({ style })}
                data={(['stars', 'thumbs'] as const).map((value) => ({ value, label: t(`style.${value}`) }))}
              />
            </div>
            <TextInput
              label={t('field.ratingQuestion')}
              maxLength={200}
              value={rating.question}
              error={faults['rating.question']}
              onChange={(event) => onChange({ question: event.currentTarget.value })}
            />
            <Switch
              label={t('field.ratingComment')}
              checked={rating.comment}
              onChange={(event) => onChange({ comment: event.currentTarget.checked })}
            />
          </>
        ) : null}
      </Stack>
    </Section>
  );
}
