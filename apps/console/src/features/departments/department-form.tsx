import type { Department } from '@foyer/protocol/department';
import { Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { deleteDepartment, refreshDepartments, saveDepartment } from './departments-api.ts';
import { OperatorChoice } from './operator-choice.tsx';
import { useUndoableDelete } from './use-undoable-delete.ts';

interface DepartmentFormProps {
  siteId: string;
  /** Null: a new one. */
  known: Department | null;
  onClose: () => void;
}

/** Adds or changes a department. */
export function DepartmentForm({ siteId, known, onClose }: DepartmentFormProps) {
  const { t } = useTranslation('departments');
  const { t: tShell } = useTranslation('shell');
  const form = useForm({
    initialValues: {
      name: known?.name ?? '',
      description: known?.description ?? '',
      operatorIds: known?.operatorIds ?? [],
    },
  });
  const letGo = useUnsavedGuard(form.isDirty());
  const leave = () => {
    letGo();
    onClose();
  };
  const remove = useUndoableDelete(siteId, deleteDepartment, ({ id: _id, version: _version, ...input }) =>
    saveDepartment(siteId, null, input),
  );
  const save = useMutation({
    mutationFn: (values: typeof form.values) => saveDepartment(siteId, known, values),
    onSuccess: () => {
      notifyDone(tShell('saved'));
      leave();
    },
    onError: (error) => form.setErrors(fieldErrors(error, ['name', 'description', 'operatorIds'])),
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
        <TextInput
          label={t('field.description')}
          description={t('field.descriptionHint')}
          maxLength={200}
          {...form.getInputProps('description')}
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
