import { directionOf } from '@foyer/protocol/window-language';
import { ActionIcon, Button, NumberInput, Stack, Textarea } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import classes from './waiting-part.module.css';
import type { WindowForm } from './window-values.ts';
import { offeredLanguages } from './words-part.tsx';

const most = 10;
const firstAfter = 60;

/** What is said in turn while the visitor waits. */
export function WaitingPart({ form }: { form: WindowForm }) {
  const { t } = useTranslation('chatWindow');
  const { waitingMessages, defaultLanguage } = form.values;
  const others = offeredLanguages(form.values).filter((language) => language !== defaultLanguage);
  const last = waitingMessages.at(-1)?.afterSeconds ?? 0;
  return (
    <Section title={t('waitingTitle')} about={t('waitingAbout')}>
      <Stack gap="sm" align="flex-start">
        {waitingMessages.length === 0 ? null : (
          <ol className={classes.list}>
            {waitingMessages.map((_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: they have no names, and their fields are named by their place
              <li key={index} className={classes.item}>
                <div className={classes.head}>
                  <NumberInput
                    label={t('field.afterSeconds', { number: index + 1 })}
                    suffix=" s"
                    min={5}
                    max={3600}
                    className={classes.after ?? ''}
                    {...form.getInputProps(`waitingMessages.${index}.afterSeconds`)}
                  />
                  <ActionIcon
                    aria-label={t('removeWaiting', { number: index + 1 })}
                    onClick={() => form.removeListItem('waitingMessages', index)}
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </div>
                <Textarea
                  label={t('field.waitingMessage', { number: index + 1 })}
                  autosize
                  maxLength={500}
                  {...form.getInputProps(`waitingMessages.${index}.text`)}
                />
                {others.map((language) => (
                  <Textarea
                    key={language}
                    label={t('field.waitingMessageIn', { number: index + 1, language: t(`language.${language}`) })}
                    placeholder={waitingMessages[index]?.text ?? ''}
                    dir={directionOf(language)}
                    autosize
                    maxLength={500}
                    {...form.getInputProps(`waitingMessages.${index}.translations.${language}`)}
                    value={waitingMessages[index]?.translations[language] ?? ''}
                  />
                ))}
              </li>
            ))}
          </ol>
        )}
        <Button
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={waitingMessages.length >= most}
          onClick={() =>
            form.insertListItem('waitingMessages', {
              afterSeconds: last + firstAfter,
              text: t('waitingExample'),
              translations: {},
            })
          }
        >
          {t('addWaiting')}
        </Button>
      </Stack>
    </Section>
  );
}
