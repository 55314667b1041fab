import type { Skill } from '@foyer/protocol/department';
import { Autocomplete, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { deleteSkill, refreshDepartments, saveSkill } from './departments-api.ts';
import { OperatorChoice } from './operator-choice.tsx';
import { useUndoableDelete } from './use-undoable-delete.ts';

interface SkillFormProps {
  siteId: string;
  /** Null: a new one. */
  known: Skill | null;
  /** All of the site: their groups are offered. */
  skills: Skill[];
  onClose: () => void;
}

/** Adds or changes a skill. */
export function SkillForm({ siteId, known, skills, onClose }: SkillFormProps) {
  const { t } = useTranslation('departments');
  const { t: tShell } = useTranslation('shell');
  const form = useForm({
    initialValues: { name: known?.name ?? '', group: known?.group ?? '', operatorIds: known?.operatorIds ?? [] },
  });
  const letGo = useUnsavedGuard(form.isDirty());
  const leave = () => {
    letGo();
    onClose();
  };
  const remove = useUndoableDelete(siteId, deleteSkill, ({ id: _id, version: _version, ...input }) =>
    saveSkill(siteId, null, input),
  );
  const save = useMutation({
    mutationFn: (values: typeof form.values) => saveSkill(siteId, known, values),
    onSuccess: () => {
      notifyDone(tShell('saved'));
      leave();
    },
    onError: (error) => form.setErrors(fieldErrors(error, ['name', 'group', 'operatorIds'])),
    onSettled: () => refreshDepartments(siteId),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
      <Stack gap="sm">
        <TextInput
          label={t('field.name')}
          required
          withAsterisk={false}
          maxLength={60}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Autocomplete
          label={t('field.group')}
          description={t('field.groupHint')}
          maxLength={60}
          data={[...new Set(skills.map((skill) => skill.group))].filter((group) => group !== '')}
          {...form.getInputProps('group')}
        />
        <OperatorChoice siteId={siteId} {...form.getInputProps('operatorIds')} />
      </Stack>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={() => {
          void refreshDepartments(siteId);
          leave();
        }}
        onCancel={leave}
      >
        {known === null ? null : (
          <Button
            variant="subtle"
            color="red"
            onClick={() => {
              leave();
              void remove(known);
            }}
          >
            {t('remove')}
          </Button>
        )}
      </SaveBar>
    </form>
  );
}
