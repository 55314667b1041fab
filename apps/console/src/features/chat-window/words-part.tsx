import { directionOf, type WindowLanguage, windowLanguages } from '@foyer/protocol/window-language';
import { windowTexts } from '@foyer/protocol/window-texts';
import { Checkbox, Group, Select, Stack, Tabs, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Section } from '../../ui/section.tsx';
import classes from './chat-window-form.module.css';
import type { WindowForm } from './window-values.ts';

interface WordsPartProps {
  form: WindowForm;
  /** The language whose words are on the screen; the preview shows the same. */
  shown: WindowLanguage;
  onShow: (language: WindowLanguage) => void;
}

/** Languages that the window offers, and what the site says in each. */
export function WordsPart({ form, shown, onShow }: WordsPartProps) {
  const { t } = useTranslation('chatWindow');
  const { defaultLanguage, languages } = form.values;
  const offered = offeredLanguages(form.values);
  return (
    <Section title={t('words')} about={t('wordsAbout')}>
      <Stack gap="sm">
        <Select
          label={t('field.defaultLanguage')}
          description={t('field.defaultLanguageHint')}
          allowDeselect={false}
          data={windowLanguages.map((value) => ({ value, label: t(`language.${value}`) }))}
          {...form.getInputProps('defaultLanguage')}
          onChange={(chosen) => {
            if (chosen === null) return;
            form.setFieldValue('defaultLanguage', chosen as WindowLanguage);
            onShow(chosen as WindowLanguage);
          }}
        />
        <Checkbox.Group
          label={t('field.languages')}
          value={languages}
          onChange={(chosen) => form.setFieldValue('languages', chosen as WindowLanguage[])}
          error={form.errors.languages}
        >
          <Group mt={6} gap="md">
            {windowLanguages
              .filter((language) => language !== defaultLanguage)
              .map((language) => (
                <Checkbox key={language} value={language} label={t(`language.${language}`)} />
              ))}
          </Group>
        </Checkbox.Group>
        <Tabs
          value={shown}
          onChange={(chosen) => onShow((chosen ?? defaultLanguage) as WindowLanguage)}
          keepMounted={false}
        >
          <Tabs.List aria-label={t('wordsIn')}>
            {offered.map((language) => (
              <Tabs.Tab key={language} value={language}>
                {t(`language.${language}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {offered.map((language) => (
            <Tabs.Panel key={language} value={language} pt="sm">
              <Words form={form} language={language} />
            </Tabs.Panel>
          ))}
        </Tabs>
      </Stack>
    </Section>
  );
}

/** The default first, then the others in their order. */
export function offeredLanguages(values: { defaultLanguage: WindowLanguage; languages: WindowLanguage[] }) {
  return [values.defaultLanguage, ...values.languages.filter((language) => language !== values.defaultLanguage)];
}

function Words({ form, language }: { form: WindowForm; language: WindowLanguage }) {
  const { t } = useTranslation('chatWindow');
  const isDefault = language === form.values.defaultLanguage;
  const ours = windowTexts[language];
  const field = (name: keyof typeof ours) => ({
    label: t(`field.${name}`),
    placeholder: ours[name],
    dir: isDefault ? undefined : directionOf(language),
    ...form.getInputProps(isDefault && name !== 'typingNotice' ? name : `translations.${language}.${name}`),
  });
  return (
    <Stack gap="sm">
      {isDefault ? null : <p className={classes.hint}>{t('leftEmpty')}</p>}
      <TextInput {...field('title')} description={t('field.titleHint')} maxLength={80} />
      <Textarea
        {...field('openingText')}
        description={t('field.openingTextHint')}
        autosize
        minRows={2}
        maxLength={500}
      />
      <Textarea
        {...field('waitingText')}
        description={t('field.waitingTextHint')}
        autosize
        minRows={2}
        maxLength={500}
      />
      {form.values.whenOffline === 'hidden' ? null : (
        <Textarea {...field('offlineText')} autosize minRows={2} maxLength={500} />
      )}
      {form.values.button === 'round' ? null : <TextInput {...field('buttonText')} maxLength={30} />}
      {isDefault ? null : (
        <TextInput {...field('typingNotice')} description={t('field.typingNoticeHint')} maxLength={200} />
      )}
    </Stack>
  );
}
