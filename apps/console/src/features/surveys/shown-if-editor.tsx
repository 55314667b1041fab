import { type AnswerCondition, answerOperators, type Question } from '@foyer/protocol/survey';
import { ActionIcon, Button, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ConditionBuilder } from '../conditions/condition-builder.tsx';
import classes from './question-editor.module.css';
import { type DraftQuestion, type Faults, faultsBelow } from './survey-draft.ts';

type ShownIf = Exclude<Question, { type: 'hidden' }>['shownIf'];

interface ShownIfEditorProps {
  siteId: string;
  shownIf: ShownIf;
  /** Questions that stand before this one. */
  earlier: readonly DraftQuestion[];
  faults: Faults;
  onChange: (shownIf: ShownIf) => void;
}

/** When a question is asked: by what was answered before it, and by what is known of the visit. */
export function ShownIfEditor({ siteId, shownIf, earlier, faults, onChange }: ShownIfEditorProps) {
  const { t } = useTranslation('surveys');
  const comparable = earlier.filter(({ type }) => type !== 'hidden');
  const setAnswers = (answers: AnswerCondition[]) => onChange({ ...shownIf, answers });
  const set = (index: number, change: Partial<AnswerCondition>) =>
    setAnswers(shownIf.answers.map((one, place) => (place === index ? { ...one, ...change } : one)));
  return (
    <section aria-label={t('shownIf')}>
      <Text size="sm" fw={600}>
        {t('shownIf')}
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {t('shownIfAbout')}
      </Text>
      <Stack gap="sm">
        <div>
          <Text size="xs" fw={500} mb={4}>
            {t('answers')}
          </Text>
          {comparable.length === 0 && shownIf.answers.length === 0 ? (
            <Text size="xs" c="dimmed">
              {t('noEarlier')}
            </Text>
          ) : (
            <Stack gap="xs">
              {shownIf.answers.map((condition, index) => {
                const number = index + 1;
                const isCompared = condition.operator !== 'isAnswered' && condition.operator !== 'isNotAnswered';
                const names = comparable.some(({ name }) => name === condition.question)
                  ? comparable.map(({ name, label }) => ({ value: name, label }))
                  : [
                      { value: condition.question, label: condition.question },
                      ...comparable.map(({ name, label }) => ({ value: name, label })),
                    ];
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: comparisons have no name and keep their order
                  <div key={index} className={classes.comparison}>
                    <NativeSelect
                      size="xs"
                      aria-label={t('answerQuestion', { number })}
                      data={names}
                      value={condition.question}
                      error={faults[`answers.${index}.question`]}
                      onChange={(event) => set(index, { question: event.currentTarget.value })}
                    />
                    <NativeSelect
                      size="xs"
                      aria-label={t('answerOperator', { number })}
                      data={answerOperators.map((value) => ({ value, label: t(`operator.${value}`) }))}
                      value={condition.operator}
                      onChange={(event) =>
                        set(index, { operator: event.currentTarget.value as AnswerCondition['operator'] })
                      }
                    />
                    {isCompared ? (
                      <AnswerValue
                        label={t('answerValue', { number })}
                        question={comparable.find(({ name }) => name === condition.question)}
                        value={condition.value}
                        onChange={(value) => set(index, { value })}
                      />
                    ) : (
                      <span />
                    )}
                    <ActionIcon
                      aria-label={t('removeAnswer', { number })}
                      onClick={() => setAnswers(shownIf.answers.filter((_, place) => place !== index))}
                    >
                      <IconTrash size={15} />
                    </ActionIcon>
                  </div>
                );
              })}
              <div>
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconPlus size={14} />}
                  disabled={comparable.length === 0}
                  onClick={() =>
                    setAnswers([
                      ...shownIf.answers,
                      { question: comparable.at(-1)?.name ?? '', operator: 'is', value: '' },
                    ])
                  }
                >
                  {t('addAnswer')}
                </Button>
              </div>
            </Stack>
          )}
        </div>
        <div>
          <Text size="xs" fw={500} mb={4}>
            {t('onVisit')}
          </Text>
          <ConditionBuilder
            siteId={siteId}
            value={shownIf.visit}
            onChange={(visit) => onChange({ ...shownIf, visit })}
            error={faultsBelow(faults, 'visit')}
          />
        </div>
      </Stack>
    </section>
  );
}

interface AnswerValueProps {
  label: string;
  question: DraftQuestion | undefined;
  value: string;
  onChange: (value: string) => void;
}

/** What to compare with: one of the choices where there are some. */
function AnswerValue({ label, question, value, onChange }: AnswerValueProps) {
  const { t } = useTranslation('surveys');
  const choices = question && 'choices' in question ? question.choices : [];
  const isBox = question?.type === 'checkbox' || question?.type === 'consent';
  if (choices.length === 0)
    return (
      <TextInput
        size="xs"
        aria-label={label}
        placeholder={isBox ? t('ticked') : undefined}
        maxLength={200}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  const known = choices.some((choice) => choice.value === value);
  return (
    <NativeSelect
      size="xs"
      aria-label={label}
      data={[
        ...(known ? [] : [{ value, label: value }]),
        ...choices.map((choice) => ({ value: choice.value, label: choice.label })),
      ]}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
