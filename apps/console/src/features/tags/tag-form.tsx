import type { Tag, TagInput } from '@foyer/protocol/tag';
import { Button, ColorInput, Input, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { alertColors } from '../../ui/palette.ts';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { TagMark } from './tag-mark.tsx';
import { changeTag, createTag, deleteTag, tagsQuery } from './tags-api.ts';

interface TagFormProps {
  siteId: string;
  /** Null: a new one. */
  tag: Tag | null;
  onClose: () => void;
}

const fields = ['name', 'color', 'description', 'takesValue', 'archived'];
const fresh: TagInput = { name: '', color: '#1c7ed6', description: '', takesValue: false, archived: false };

function toInput({ name, color, description, takesValue, archived }: Tag): TagInput {
  return { name, color, description, takesValue, archived };
}

/** Adds or changes a tag. */
export function TagForm({ siteId, tag, onClose }: TagFormProps) {
  const { t } = useTranslation('tags');
  const { t: tShell } = useTranslation('shell');
  const form = useForm<TagInput>({ initialValues: tag === null ? fresh : toInput(tag) });
  const release = useUnsavedGuard(form.isDirty());
  const refresh = () => queryClient.invalidateQueries({ queryKey: tagsQuery(siteId).queryKey });
  const leave = () => {
    release();
    onClose();
  };
  const save = useMutation({
    mutationFn: (values: TagInput) =>
      tag === null ? createTag(siteId, values) : changeTag(siteId, tag.id, { ...values, version: tag.version }),
    onSuccess: () => {
      notifyDone(tShell('saved'));
      leave();
    },
    onError: (error) => form.setErrors(fieldErrors(error, fields)),
    onSettled: refresh,
  });
  const remove = useRemove(siteId, leave);
  const { name, color, takesValue } = form.values;
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack gap="md">
        <TextInput
          label={t('field.name')}
          description={t('field.nameHint')}
          maxLength={40}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <ColorInput
          label={t('field.color')}
          format="hex"
          swatches={alertColors}
          withEyeDropper={false}
          {...form.getInputProps('color')}
        />
        <Textarea
          label={t('field.description')}
          description={t('field.descriptionHint')}
          autosize
          minRows={2}
          maxLength={200}
          {...form.getInputProps('description')}
        />
        <Switch
          label={t('field.takesValue')}
          description={t('field.takesValueHint')}
          {...form.getInputProps('takesValue', { type: 'checkbox' })}
        />
        {tag === null ? null : (
          <Switch
            label={t('field.archived')}
            description={t('field.archivedHint')}
            {...form.getInputProps('archived', { type: 'checkbox' })}
          />
        )}
        <div>
          <Input.Label component="span">{t('preview')}</Input.Label>
          <div>
            <TagMark
              name={name.trim() || t('editTitle')}
              color={/^#[0-9a-f]{6}$/i.test(color) ? color : null}
              value={takesValue ? t('previewValue') : null}
            />
          </div>
        </div>
        {tag !== null && tag.chats > 0 ? <Input.Description>{t('inUse')}</Input.Description> : null}
      </Stack>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={() => {
          void refresh();
          leave();
        }}
        onCancel={onClose}
      >
        {tag === null || tag.chats > 0 ? null : (
          <Button variant="subtle" color="red" onClick={() => void remove(tag)}>
            {t('remove')}
          </Button>
        )}
      </SaveBar>
    </form>
  );
}

/** Deletes a tag, and for 8 seconds offers to make it again. */
function useRemove(siteId: string, onGone: () => void): (tag: Tag) => Promise<void> {
  const { t } = useTranslation('tags');
  const { t: tShell } = useTranslation('shell');
  const refresh = () => queryClient.invalidateQueries({ queryKey: tagsQuery(siteId).queryKey });
  const restore = async (tag: Tag) => {
    try {
      await createTag(siteId, toInput(tag));
      notifyDone(t('restored', { name: tag.name }));
    } catch (error) {
      notifyFailed(errorText(error));
    }
    await refresh();
  };
  return async (tag) => {
    try {
      await deleteTag(siteId, tag);
    } catch (error) {
      notifyFailed(errorText(error), t('removeFailed'));
      return;
    } finally {
      await refresh();
    }
    onGone();
    notifyUndoable(t('removed', { name: tag.name }), tShell('undo'), () => void restore(tag));
  };
}
