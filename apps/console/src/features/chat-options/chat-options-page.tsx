import type { ChatOptions } from '@foyer/protocol/chat-options';
import { NumberInput, SimpleGrid, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { changeChatOptions, chatOptionsQuery } from './chat-options-api.ts';
import { FilesSection, type FileValues } from './files-section.tsx';
import { LevelPicture } from './level-picture.tsx';

const fieldPaths = [
  'pendingLevelOneSeconds',
  'pendingLevelTwoSeconds',
  'emojiSelector',
  'monitorsShown',
  'typingPreview',
  'typingNotice.enabled',
  'typingNotice.text',
  'cannedSuggestions',
  'files.fromVisitors',
  'files.visitorMegabytes',
  'files.fromOperators',
  'files.operatorMegabytes',
  'files.officeDocuments',
];
const levels = ['pendingLevelOneSeconds', 'pendingLevelTwoSeconds'] as const;

/** A number field may be empty while somebody types. */
type Values = Omit<ChatOptions, (typeof levels)[number] | 'version' | 'files'> &
  Record<(typeof levels)[number], number | ''> & { files: FileValues };

/** Pending levels, emoji selector, typing preview (S-083 to S-086), files (W-159). */
export function ChatOptionsPage() {
  const { t } = useTranslation('chatOptions');
  const siteId = useSiteId();
  const options = useQuery(chatOptionsQuery(siteId));
  const [reloads, setReloads] = useState(0);
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')}>
      {options.isPending ? (
        <Loading />
      ) : options.isError ? (
        <Failure error={options.error} onRetry={() => void options.refetch()} />
      ) : (
        <ChatOptionsForm
          key={reloads}
          siteId={siteId}
          options={options.data}
          onReload={() => void options.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </SettingsPage>
  );
}

interface ChatOptionsFormProps {
  siteId: string;
  options: ChatOptions;
  onReload: () => void;
}

function ChatOptionsForm({ siteId, options, onReload }: ChatOptionsFormProps) {
  const { t } = useTranslation('chatOptions');
  const { t: tShell } = useTranslation('shell');
  const { version: readVersion, ...initialValues } = options;
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(readVersion);
  const neededSize = (value: number | '') => (value === '' ? t('neededSize') : null);
  const needed = (value: number | '') => (value === '' ? t('needed') : null);
  const form = useForm<Values>({
    initialValues,
    validate: {
      pendingLevelOneSeconds: needed,
      pendingLevelTwoSeconds: needed,
      files: { visitorMegabytes: neededSize, operatorMegabytes: neededSize },
    },
  });
  useUnsavedGuard(form.isDirty());
  const save = useMutation({
    mutationFn: (values: Values) =>
      changeChatOptions(siteId, {
        ...values,
        pendingLevelOneSeconds: Number(values.pendingLevelOneSeconds),
        pendingLevelTwoSeconds: Number(values.pendingLevelTwoSeconds),
        files: {
          ...values.files,
          visitorMegabytes: Number(values.files.visitorMegabytes),
          operatorMegabytes: Number(values.files.operatorMegabytes),
        },
        version,
      }),
    onSuccess: (saved) => {
      queryClient.setQueryData(chatOptionsQuery(siteId).queryKey, saved);
      setVersion(saved.version);
      form.resetDirty();
      form.clearErrors();
      notifyDone(tShell('saved'));
    },
    onError: (error) => form.setErrors(fieldErrors(error, fieldPaths)),
  });
  const { typingPreview, typingNotice } = form.values;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Section title={t('levels')} about={t('levelsAbout')}>
        <Stack gap="md">
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            {levels.map((level) => (
              <NumberInput
                key={level}
                label={t(`field.${level}`)}
                description={t(`field.${level}Hint`)}
                suffix={t('seconds')}
                min={0}
                allowDecimal={false}
                allowNegative={false}
                clampBehavior="none"
                {...form.getInputProps(level)}
              />
            ))}
          </SimpleGrid>
          <LevelPicture
            one={Number(form.values.pendingLevelOneSeconds)}
            two={Number(form.values.pendingLevelTwoSeconds)}
          />
        </Stack>
      </Section>
      <Section title={t('writing')}>
        <Stack gap="md">
          <Switch
            label={t('field.emojiSelector')}
            description={t('field.emojiSelectorHint')}
            {...form.getInputProps('emojiSelector', { type: 'checkbox' })}
          />
          <Switch
            label={t('field.cannedSuggestions')}
            description={t('field.cannedSuggestionsHint')}
            {...form.getInputProps('cannedSuggestions', { type: 'checkbox' })}
          />
          <Switch
            label={t('field.typingPreview')}
            description={t('field.typingPreviewHint')}
            {...form.getInputProps('typingPreview', { type: 'checkbox' })}
          />
          {typingPreview ? (
            <Stack gap="sm" pl="xl">
              <Switch
                label={t('field.typingNoticeEnabled')}
                description={t('field.typingNoticeEnabledHint')}
                {...form.getInputProps('typingNotice.enabled', { type: 'checkbox' })}
              />
              {typingNotice.enabled ? (
                <TextInput
                  label={t('field.typingNoticeText')}
                  maxLength={200}
                  {...form.getInputProps('typingNotice.text')}
                />
              ) : (
                <Text size="xs" c="var(--amber)">
                  {t('noticeOff')}
                </Text>
              )}
            </Stack>
          ) : null}
        </Stack>
      </Section>
      <Section title={t('supervising')}>
        <Switch
          label={t('field.monitorsShown')}
          description={t('field.monitorsShownHint')}
          {...form.getInputProps('monitorsShown', { type: 'checkbox' })}
        />
      </Section>
      <FilesSection files={form.values.files} fieldProps={form.getInputProps} />
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={onReload}
      />
    </form>
  );
}
