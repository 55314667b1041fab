import type { SavedView } from '@foyer/protocol/saved-view';
import { Button, Group, Modal, Stack, Switch, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, errorText } from '../../api/rest-client.ts';
import { FormFault } from '../../ui/form-fault.tsx';

interface SaveViewDialogProps {
  /** The one that is renamed; null: a new one. */
  view: SavedView | null;
  /** Whether they may save for everybody. */
  mayShare: boolean;
  onSave: (saved: { name: string; shared: boolean }) => Promise<void>;
  onClose: () => void;
}

/** Asks for the name of a view, and whether it is for everybody. */
export function SaveViewDialog({ view, mayShare, onSave, onClose }: SaveViewDialogProps) {
  const { t } = useTranslation('savedViews');
  const { t: tShell } = useTranslation('shell');
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const save = useMutation({ mutationFn: onSave, onSuccess: onClose });
  const [isNameMissing, setIsNameMissing] = useState(false);
  const fault = isNameMissing ? t('nameMissing') : save.isError ? faultOfName(save.error) : undefined;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(view === null ? 'saveTitle' : 'renameTitle')}
      closeButtonProps={{ 'aria-label': tShell('close') }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setIsNameMissing(name.trim() === '');
          if (name.trim() !== '') save.mutate({ name: name.trim(), shared });
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('name')}
            description={view === null ? t('nameAbout') : undefined}
            value={name}
            maxLength={60}
            data-autofocus
            error={fault}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setIsNameMissing(false);
            }}
          />
          {mayShare ? (
            <Switch
              label={t('forEverybody')}
              description={t('forEverybodyAbout')}
              checked={shared}
              onChange={(event) => setShared(event.currentTarget.checked)}
            />
          ) : null}
          {save.isError && fault === undefined ? <FormFault text={errorText(save.error)} /> : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function faultOfName(error: unknown): string | undefined {
  const faults = error instanceof ApiError ? (error.problem?.errors ?? []) : [];
  return faults.find(({ path }) => path === 'name')?.message;
}
