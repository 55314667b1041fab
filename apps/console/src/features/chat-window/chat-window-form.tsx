import type { Site } from '@foyer/protocol/site';
import { ColorInput, Select, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { alertColors } from '../../ui/palette.ts';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { useSaveSite } from '../sites/use-save-site.ts';
import classes from './chat-window-form.module.css';
import { ChatWindowPreview } from './chat-window-preview.tsx';

type WindowValues = Site['chatWindow'];

const fields = ['title', 'openingText', 'waitingText', 'offlineText', 'color', 'corner', 'whenOffline'] as const;
const corners = ['bottom-right', 'bottom-left', 'top-right', 'top-left'] as const;

/** The settings of the chat window, and beside them what they come to. */
export function ChatWindowForm({ site, onReload }: { site: Site; onReload: () => void }) {
  const { t } = useTranslation('chatWindow');
  const form = useForm<WindowValues>({ initialValues: site.chatWindow });
  useUnsavedGuard(form.isDirty());
  const save = useSaveSite<WindowValues>(site, {
    toSite: (chatWindow) => ({ ...site, chatWindow }),
    onSaved: () => {
      form.clearErrors();
      form.resetDirty();
    },
    onError: (error) => {
      const faults = fieldErrors(
        error,
        fields.map((field) => `chatWindow.${field}`),
      );
      form.setErrors(
        Object.fromEntries(Object.entries(faults).map(([path, fault]) => [path.replace('chatWindow.', ''), fault])),
      );
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <div className={classes.both}>
        <div className={classes.fields}>
          <Section title={t('look')}>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <ColorInput
                label={t('field.color')}
                format="hex"
                withEyeDropper={false}
                swatches={alertColors}
                {...form.getInputProps('color')}
              />
              <Select
                label={t('field.corner')}
                allowDeselect={false}
                data={corners.map((value) => ({ value, label: t(`corner.${value}`) }))}
                {...form.getInputProps('corner')}
              />
            </SimpleGrid>
          </Section>
          <Section title={t('words')}>
            <Stack gap="sm">
              <TextInput
                label={t('field.title')}
                description={t('field.titleHint')}
                maxLength={80}
                {...form.getInputProps('title')}
              />
              {(['openingText', 'waitingText'] as const).map((field) => (
                <Textarea
                  key={field}
                  label={t(`field.${field}`)}
                  description={t(`field.${field}Hint`)}
                  autosize
                  minRows={2}
                  maxLength={500}
                  {...form.getInputProps(field)}
                />
              ))}
            </Stack>
          </Section>
          <Section title={t('nobody')}>
            <Stack gap="sm">
              <Select
                label={t('field.whenOffline')}
                allowDeselect={false}
                data={(['form', 'hidden'] as const).map((value) => ({ value, label: t(`whenOffline.${value}`) }))}
                {...form.getInputProps('whenOffline')}
              />
              {form.values.whenOffline === 'form' ? (
                <Textarea
                  label={t('field.offlineText')}
                  autosize
                  minRows={2}
                  maxLength={500}
                  {...form.getInputProps('offlineText')}
                />
              ) : null}
            </Stack>
          </Section>
        </div>
        <ChatWindowPreview settings={form.values} />
      </div>
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
