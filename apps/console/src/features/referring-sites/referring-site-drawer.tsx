import type { ReferringSite, ReferringSites } from '@foyer/protocol/referring-site';
import { Drawer, Stack, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { focusFirstFault } from '../../ui/focus-first-fault.ts';
import { linesOf, toLines } from '../../ui/lines.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { leaveForm, useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { referringSitesQuery, saveReferringSites } from './referring-sites-api.ts';
import { refreshReferringSites } from './use-referring-sites.ts';

interface ReferringSiteDrawerProps {
  siteId: string;
  list: ReferringSites;
  /** Null: closed. */
  edited: ReferringSite | 'new' | null;
  onClose: () => void;
}

/** The form of a referring site over the list. */
export function ReferringSiteDrawer({ siteId, list, edited, onClose }: ReferringSiteDrawerProps) {
  const { t } = useTranslation('referringSites');
  return (
    <Drawer
      opened={edited !== null}
      onClose={() => leaveForm(onClose)}
      size="30rem"
      title={t(edited === 'new' ? 'newTitle' : 'editTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {edited === null ? null : (
        <ReferringSiteForm siteId={siteId} list={list} site={edited === 'new' ? null : edited} onClose={onClose} />
      )}
    </Drawer>
  );
}

interface ReferringSiteFormProps {
  siteId: string;
  list: ReferringSites;
  /** Null: a new one, which gets the first place. */
  site: ReferringSite | null;
  onClose: () => void;
}

function ReferringSiteForm({ siteId, list, site, onClose }: ReferringSiteFormProps) {
  const { t } = useTranslation('referringSites');
  const { t: tShell } = useTranslation('shell');
  // The list this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [{ version, items }] = useState(list);
  const form = useForm({
    initialValues: {
      name: site?.name ?? '',
      hosts: toLines(site?.hosts ?? []),
      phraseParameter: site?.phraseParameter ?? '',
    },
    validate: {
      name: (name) => (name.trim() === '' ? t('fault.name') : null),
      hosts: (hosts) => (linesOf(hosts).length === 0 ? t('fault.hosts') : null),
    },
  });
  const letGo = useUnsavedGuard(form.isDirty());
  const close = () => {
    letGo();
    onClose();
  };
  const index = site === null ? 0 : items.indexOf(site);
  const save = useMutation({
    mutationFn: (values: typeof form.values) => {
      const phraseParameter = values.phraseParameter.trim();
      const changed = {
        name: values.name,
        hosts: linesOf(values.hosts),
        phraseParameter: phraseParameter === '' ? null : phraseParameter,
      };
      return saveReferringSites(siteId, version, items.toSpliced(index, site === null ? 0 : 1, changed));
    },
    onSuccess: (saved) => {
      queryClient.setQueryData(referringSitesQuery(siteId).queryKey, saved);
      notifyDone(tShell('saved'));
      close();
    },
    onError: (error) => {
      form.setErrors(
        withoutPlace(
          fieldErrors(
            error,
            paths.map((path) => `items.${index}.${path}`),
          ),
        ),
      );
      focusFirstFault();
    },
    onSettled: () => refreshReferringSites(siteId),
  });
  return (
    <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values), focusFirstFault)}>
      <Stack gap="md">
        <TextInput
          label={t('field.name')}
          description={site === null ? undefined : t('field.nameHint')}
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <Textarea
          label={t('field.hosts')}
          description={t('field.hostsHint')}
          required
          withAsterisk={false}
          autosize
          minRows={3}
          maxRows={12}
          spellCheck={false}
          {...form.getInputProps('hosts')}
        />
        <TextInput
          label={t('field.phraseParameter')}
          description={t('field.phraseParameterHint')}
          maxLength={100}
          spellCheck={false}
          {...form.getInputProps('phraseParameter')}
        />
      </Stack>
      <SaveBar
        error={save.error}
        isBusy={save.isPending}
        fault={form.errors['']}
        hasFieldFaults={Object.keys(form.errors).length > 0}
        onReload={close}
        onCancel={close}
      />
    </form>
  );
}

const paths = ['name', 'hosts', 'phraseParameter'];

/** Faults by the names of the form's own fields: `items.3.hosts` is `hosts`. */
function withoutPlace(faults: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(faults).map(([path, message]) => [path.replace(/^items\.\d+\./, ''), message]),
  );
}
