import type { Privacy } from '@foyer/protocol/privacy';
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
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { changePrivacy, privacyQuery } from './privacy-api.ts';
import { fieldPaths, findFaults, type PrivacyValues, toPrivacy } from './privacy-values.ts';
import { RetentionFields } from './retention-fields.tsx';
import { StoredFields } from './stored-fields.tsx';
import { TrackingFields } from './tracking-fields.tsx';

/** What a site keeps of its visitors, in their browsers and in its store. */
export function PrivacyPage() {
  const { t } = useTranslation('privacy');
  const siteId = useSiteId();
  const privacy = useQuery(privacyQuery(siteId));
  const [reloads, setReloads] = useState(0);
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')}>
      {privacy.isPending ? (
        <Loading />
      ) : privacy.isError ? (
        <Failure error={privacy.error} onRetry={() => void privacy.refetch()} />
      ) : (
        <PrivacyForm
          key={reloads}
          siteId={siteId}
          privacy={privacy.data}
          onReload={() => void privacy.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </SettingsPage>
  );
}

function PrivacyForm({ siteId, privacy, onReload }: { siteId: string; privacy: Privacy; onReload: () => void }) {
  const { t } = useTranslation('privacy');
  const { t: tShell } = useTranslation('shell');
  const { version: readVersion, ...initial } = privacy;
  const initialValues: PrivacyValues = initial;
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(readVersion);
  const form = useForm<PrivacyValues>({ initialValues, validate: (values) => findFaults(values, t('wholeDays')) });
  useUnsavedGuard(form.isDirty());
  const save = useMutation({
    mutationFn: (values: PrivacyValues) => changePrivacy(siteId, { ...toPrivacy(values), version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(privacyQuery(siteId).queryKey, saved);
      setVersion(saved.version);
      form.resetDirty();
      form.clearErrors();
      notifyDone(tShell('saved'));
    },
    onError: (error) => form.setErrors(fieldErrors(error, fieldPaths)),
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <TrackingFields form={form} />
      <StoredFields form={form} />
      <RetentionFields form={form} />
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
