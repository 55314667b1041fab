import { siteInputSchema } from '@foyer/protocol/site';
import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chosenSiteId, useSiteId } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { SiteForm } from './site-form.tsx';
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

/** Makes a site with the usual settings, and goes to it. */
function NewSiteForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation('sites');
  const form = useForm({ initialValues: { name: '' } });
  const create = useMutation({
    mutationFn: ({ name }: { name: string }) =>
      createSite(siteInputSchema.parse({ name, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })),
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
      <Stack gap={0}>
        <TextInput
          label={t('field.name')}
          required
          withAsterisk={false}
          maxLength={80}
          data-autofocus
          {...form.getInputProps('name')}
        />
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
