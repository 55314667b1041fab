import type { Question } from '@foyer/protocol/survey';
import { NativeSelect, NumberInput, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ChoicesEditor } from './choices-editor.tsx';
import classes from './question-editor.module.css';
import { ShownIfEditor } from './shown-if-editor.tsx';
import { type DraftQuestion, type Faults, faultsBelow, freeName, nameFrom } from './survey-draft.ts';
import { TranslationsEditor } from './translations-editor.tsx';

const bindings = {
  text: ['none', 'name', 'company', 'question'],
  longText: ['none', 'question'],
  email: ['none', 'email'],
  phone: ['none', 'phone'],
} as const;

interface QuestionEditorProps {
  siteId: string;
  question: DraftQuestion;
  /** All questions of the form. */
  all: readonly DraftQuestion[];
  faults: Faults;
  onChange: (question: DraftQuestion) => void;
}

/** All of one question. */
export function QuestionEditor({ siteId, question, all, faults, onChange }: QuestionEditorProps) {
  const { t } = useTranslation('surveys');
  const others = all.filter(({ key }) => key !== question.key);
  const earlier = all.slice(
    0,
    all.findIndex(({ key }) => key === question.key),
  );
  const set = (change: Partial<DraftQuestion>) => onChange({ ...question, ...change } as DraftQuestion);
  const relabel = (label: string) => {
    // The name follows the label until somebody gave it one of its own.
    const isByItself = question.name === freeName(nameFrom(question.label), others);
    set(isByItself && label.trim() !== '' ? { label, name: freeName(nameFrom(label), others) } : { label });
  };
  const isTick = question.type === 'checkbox' || question.type === 'consent';
  return (
    <Stack gap="sm" className={classes.editor ?? ''}>
      <div className={classes.pair}>
        <Textarea
          label={t(question.type === 'hidden' ? 'field.labelHidden' : 'field.label')}
          autosize
          minRows={1}
          maxLength={200}
          value={question.label}
          error={faults.label}
          onChange={(event) => relabel(event.currentTarget.value.replace(/[\r\n]+/g, ' '))}
        />
        <TextInput
          label={t('field.name')}
          description={t('field.nameHint', { placeholder: `{survey.${question.name}}` })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          maxLength={40}
          spellCheck={false}
          value={question.name}
          error={faults.name}
          onChange={(event) => set({ name: event.currentTarget.value.trim() })}
        />
      </div>
      {'binding' in question ? (
        <NativeSelect
          label={t('field.binding')}
          data={bindings[question.type].map((value) => ({ value, label: t(`binding.${value}`) }))}
          value={question.binding}
          error={faults.binding}
          onChange={(event) => set({ binding: event.currentTarget.value } as Partial<DraftQuestion>)}
        />
      ) : null}
      {question.type === 'hidden' ? null : (
        <Switch
          label={t(isTick ? 'field.requiredTick' : 'field.required')}
          checked={question.required}
          error={faults.required}
          onChange={(event) => set({ required: event.currentTarget.checked })}
        />
      )}
      {'choices' in question ? (
        <ChoicesEditor
          choices={question.choices}
          languages={Object.keys(question.translations)}
          faults={faults}
          onChange={(choices) => set({ choices } as Partial<DraftQuestion>)}
        />
      ) : null}
      {question.type === 'select' ? (
        <Switch
          label={t('field.multiple')}
          checked={question.multiple}
          onChange={(event) => set({ multiple: event.currentTarget.checked } as Partial<DraftQuestion>)}
        />
      ) : null}
      {question.type === 'number' ? (
        <div className={classes.pair}>
          {(['min', 'max'] as const).map((limit) => (
            <NumberInput
              key={limit}
              label={t(`field.${limit}`)}
              value={question[limit] ?? ''}
              error={faults[limit]}
              onChange={(value) => set({ [limit]: typeof value === 'number' ? value : null } as Partial<DraftQuestion>)}
            />
          ))}
        </div>
      ) : null}
      {question.type === 'consent' ? (
        <div className={classes.pair}>
          {(['text', 'url'] as const).map((part) => (
            <TextInput
              key={part}
              label={t(part === 'text' ? 'field.linkText' : 'field.linkUrl')}
              placeholder={part === 'url' ? 'https://shop.example/privacy' : undefined}
              maxLength={part === 'url' ? 500 : 100}
              value={question.link[part]}
              error={faults[`link.${part}`]}
              onChange={(event) =>
                set({
                  link: { ...question.link, [part]: event.currentTarget.value.trimStart() },
                } as Partial<DraftQuestion>)
              }
            />
          ))}
        </div>
      ) : null}
      {question.type === 'hidden' ? null : (
        <TextInput
          label={t('field.help')}
          maxLength={500}
          value={question.help}
          error={faults.help}
          onChange={(event) => set({ help: event.currentTarget.value })}
        />
      )}
      {'default' in question ? (
        <TextInput
          label={t(question.type === 'hidden' ? 'field.hiddenDefault' : 'field.default')}
          description={t('field.defaultHint', { example: exampleOf(question) })}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          maxLength={500}
          spellCheck={false}
          value={question.default}
          error={faults.default}
          onChange={(event) => set({ default: event.currentTarget.value } as Partial<DraftQuestion>)}
        />
      ) : null}
      {'pattern' in question ? (
        <div className={classes.pair}>
          <TextInput
            label={t('field.pattern')}
            description={t('field.patternHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            placeholder="^[0-9]{6}$"
            maxLength={500}
            spellCheck={false}
            value={question.pattern}
            error={faults.pattern}
            onChange={(event) => set({ pattern: event.currentTarget.value } as Partial<DraftQuestion>)}
          />
          <TextInput
            label={t('field.patternError')}
            maxLength={200}
            value={question.patternError}
            error={faults.patternError}
            onChange={(event) => set({ patternError: event.currentTarget.value } as Partial<DraftQuestion>)}
          />
        </div>
      ) : null}
      <Switch
        label={t('field.masked')}
        description={t('field.maskedHint')}
        checked={question.masked}
        error={faults.masked}
        onChange={(event) => set({ masked: event.currentTarget.checked })}
      />
      {question.type === 'hidden' ? null : (
        <>
          <ShownIfEditor
            siteId={siteId}
            shownIf={question.shownIf}
            earlier={earlier}
            faults={faultsBelow(faults, 'shownIf')}
            onChange={(shownIf) => set({ shownIf } as Partial<DraftQuestion>)}
          />
          <TranslationsEditor
            value={question.translations}
            parts={[
              { key: 'label', label: t('field.label'), max: 200 },
              { key: 'help', label: t('field.help'), max: 500 },
              ...('pattern' in question
                ? [{ key: 'patternError' as const, label: t('field.patternError'), max: 200 }]
                : []),
              ...(question.type === 'consent'
                ? [{ key: 'linkText' as const, label: t('field.linkText'), max: 100 }]
                : []),
            ]}
            empty={{ label: '', help: '', patternError: '', linkText: '' }}
            onChange={(translations) => set({ translations } as Partial<DraftQuestion>)}
          />
        </>
      )}
    </Stack>
  );
}

function exampleOf(question: Question): string {
  if (question.type === 'email') return '{visitor.email}';
  if (question.type === 'phone') return '{visitor.phone}';
  return question.type === 'text' ? '{visitor.name}' : '{var.plan}';
}
