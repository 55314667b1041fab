import type { Choice } from '@foyer/protocol/survey';
import { ActionIcon, Button, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './question-editor.module.css';
import { type Faults, newChoice } from './survey-draft.ts';

interface ChoicesEditorProps {
  choices: Choice[];
  /** Languages that the question has. */
  languages: readonly string[];
  faults: Faults;
  onChange: (choices: Choice[]) => void;
}

/** What there is to choose from: what is stored, and what it is called. */
export function ChoicesEditor({ choices, languages, faults, onChange }: ChoicesEditorProps) {
  const { t } = useTranslation('surveys');
  const set = (index: number, change: Partial<Choice>) =>
    onChange(choices.map((choice, place) => (place === index ? { ...choice, ...change } : choice)));
  return (
    <div>
      <Text size="sm" fw={500} mb={4}>
        {t('field.choices')}
      </Text>
      <Stack gap="xs">
        {choices.length === 0 ? (
          <Text size="xs" c="dimmed">
            {t('noChoices')}
          </Text>
        ) : null}
        {choices.map((choice, index) => {
          const number = index + 1;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a choice has no name but its own value, which changes as one types
            <div key={index} className={classes.choice}>
              <TextInput
                size="xs"
                aria-label={t('choiceLabel', { number })}
                placeholder={t('choiceLabel', { number })}
                maxLength={200}
                value={choice.label}
                error={faults[`choices.${index}.label`]}
                onChange={({ currentTarget: { value: label } }) =>
                  // What is stored follows what it is called, until it is another.
                  set(index, choice.value === choice.label ? { label, value: label.slice(0, 100) } : { label })
                }
              />
              <TextInput
                size="xs"
                aria-label={t('choiceValue', { number })}
                placeholder={t('choiceValueHint')}
                maxLength={100}
                value={choice.value}
                error={faults[`choices.${index}.value`]}
                onChange={({ currentTarget: { value } }) => set(index, { value })}
              />
              <ActionIcon
                aria-label={t('removeChoice', { number })}
                onClick={() => onChange(choices.filter((_, place) => place !== index))}
              >
                <IconTrash size={15} />
              </ActionIcon>
              {languages.map((language) => (
                <TextInput
                  key={language}
                  size="xs"
                  className={classes.wide ?? ''}
                  aria-label={t('inLanguage', { what: t('choiceLabel', { number }), language })}
                  placeholder={t('inLanguage', { what: choice.label || t('choiceLabel', { number }), language })}
                  lang={language}
                  maxLength={200}
                  value={choice.translations[language] ?? ''}
                  onChange={({ currentTarget: { value } }) =>
                    set(index, { translations: { ...choice.translations, [language]: value } })
                  }
                />
              ))}
            </div>
          );
        })}
        {faults.choices === undefined ? null : (
          <p className={classes.fault} role="alert">
            {faults.choices}
          </p>
        )}
        <div>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...choices, newChoice()])}
          >
            {t('addChoice')}
          </Button>
        </div>
      </Stack>
    </div>
  );
}
