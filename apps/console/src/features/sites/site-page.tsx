import { siteInputSchema } from '@foyer/protocol/site';
import { Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenSiteId, useSiteId } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { useMe } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { copyAllSettings } from '../configuration/copy-all-settings.ts';
import { CopySettings } from '../configuration/copy-settings.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { SiteForm } from './site-form.tsx';
import classes from './site-page.module.css';
import { createSite, siteQuery } from './sites-api.ts';
import { TrackingCode } from './tracking-code.tsx';

/** Settings of the chosen site, first of all its tracking code. */
export function SitePage() {
  const { t } = useTranslation('sites');
  const siteId = useSiteId();
  const site = useQuery(siteQuery(siteId));
  const [reloads, setReloads] = useState(0);
  const [isAdding, adding] = useDisclosure(false);
  return (
    <SettingsPage
      title={t('title')}
      purpose={t('purpose')}
      example={t('example')}
      actions={
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={adding.open}>
          {t('addSite')}
        </Button>
      }
    >
      {site.isPending ? (
        <Loading />
      ) : site.isError ? (
        <Failure error={site.error} onRetry={() => void site.refetch()} />
      ) : (
        <>
          <TrackingCode site={site.data} />
          <SiteForm
            key={reloads}
            site={site.data}
            onReload={() => void site.refetch().then(() => setReloads(reloads + 1))}
          />
          <div className={classes.copy}>
            <CopySettings siteId={siteId} />
          </div>
        </>
      )}
      <Modal
        opened={isAdding}
        onClose={adding.close}
        title={t('newSiteTitle')}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        <NewSiteForm onDone={adding.close} />
      </Modal>
    </SettingsPage>
  );
}

/** Makes a site with the usual settings, or those of another one, and goes to it. */
export function NewSiteForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('sites');
  const { sites } = useMe();
  const form = useForm({ initialValues: { name: '', from: '' } });
  const create = useMutation({
    mutationFn: async ({ name, from }: typeof form.values) => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      const site = await createSite(siteInputSchema.parse({ name, timeZone }));
      // The site is there in any case; what could not be copied now can be copied later.
      if (from !== '')
        await copyAllSettings(site.id, from).catch((error: unknown) => notifyFailed(errorText(error), t('notCopied')));
      return site;
    },
    onSuccess: async (site) => {
      await queryClient.invalidateQueries({ queryKey: ['me'] });
      chosenSiteId.set(site.id);
      notifyDone(t('created'));
      onDone();
    },
    onError: (error) => form.setErrors(fieldErrors(error, ['name'])),
  });
  return (
    <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
      <Stack gap="sm">
        <TextInput
          label={t('field.name')}
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          {...form.getInputProps('name')}
        />
        {sites.length === 0 ? null : (
          <Select
            label={t('field.startWith')}
            description={t('field.startWithHint')}
            allowDeselect={false}
            data={[{ value: '', label: t('usual') }, ...sites.map(({ id, name }) => ({ value: id, label: name }))]}
            {...form.getInputProps('from')}
          />
        )}
        <SaveBar
          error={create.error}
          isBusy={create.isPending}
          fault={form.errors['']}
          hasFieldFaults={Object.keys(form.errors).length > 0}
          onReload={onDone}
          onCancel={onDone}
        />
      </Stack>
    </form>
  );
}
