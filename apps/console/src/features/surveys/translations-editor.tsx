import { ActionIcon, Box, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

const isLanguage = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/;

interface TranslationsEditorProps<Key extends string> {
  value: Record<string, Record<Key, string>>;
  /** What can be said in another language, with its own name and longest length. */
  parts: readonly { key: Key; label: string; max: number }[];
  onChange: (value: Record<string, Record<Key, string>>) => void;
  empty: Record<Key, string>;
}

/** Texts in further languages. */
export function TranslationsEditor<Key extends string>(props: TranslationsEditorProps<Key>) {
  const { value, parts, onChange, empty } = props;
  const { t } = useTranslation('surveys');
  const [language, setLanguage] = useState('');
  const [fault, setFault] = useState(false);
  const add = () => {
    const wanted = language.trim();
    const isRefused = !isLanguage.test(wanted) || Object.hasOwn(value, wanted);
    setFault(isRefused);
    if (isRefused) return;
    onChange({ ...value, [wanted]: empty });
    setLanguage('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  };
  return (
    <Box mt="md">
      <Text size="sm" fw={500}>
        {t('languages')}
      </Text>
      <Text size="xs" c="dimmed" mb="xs">
        {t('languagesAbout')}
      </Text>
      <Stack gap="sm">
        {Object.entries(value).map(([one, texts]) => (
          <Group key={one} gap="xs" align="flex-end" wrap="nowrap">
            <Stack gap={6} flex={1}>
              {parts.map(({ key, label, max }) => (
                <TextInput
                  key={key}
                  size="xs"
                  label={t('inLanguage', { what: label, language: one })}
                  lang={one}
                  maxLength={max}
                  value={texts[key]}
                  onChange={(event) => onChange({ ...value, [one]: { ...texts, [key]: event.currentTarget.value } })}
                />
              ))}
            </Stack>
            <ActionIcon
              aria-label={t('removeLanguage', { language: one })}
              onClick={() => onChange(Object.fromEntries(Object.entries(value).filter(([key]) => key !== one)))}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </Group>
        ))}
        <Group gap="xs" align="flex-end">
          <TextInput
            size="xs"
            w={220}
            label={t('language')}
            maxLength={20}
            value={language}
            error={fault ? t('languageFault') : undefined}
            onChange={(event) => setLanguage(event.currentTarget.value)}
            onKeyDown={onKeyDown}
          />
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
            {t('addLanguage')}
          </Button>
        </Group>
      </Stack>
    </Box>
  );
}
