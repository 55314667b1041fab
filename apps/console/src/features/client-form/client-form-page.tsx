import { type ClientForm, formPlaceholders } from '@foyer/protocol/client-form';
import { SegmentedControl, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { Failure } from '../../ui/failure.tsx';
import { insertAtCursor } from '../../ui/insert-at-cursor.ts';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { PlaceholderList } from '../../ui/placeholder-list.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { changeClientForm, clientFormQuery } from './client-form-api.ts';
import classes from './client-form-page.module.css';
import { FormTest } from './form-test.tsx';

export type ClientFormValues = Omit<ClientForm, 'version'>;
type Handle = UseFormReturnType<ClientFormValues>;

const fieldPaths = ['enabled', 'title', 'url', 'display', 'load', 'reloadOnSurvey', 'personalData', 'popups'];

/** The custom client form of a site (S-079 to S-082). */
export function ClientFormPage() {
  const { t } = useTranslation('clientForm');
  const siteId = useSiteId();
  const clientForm = useQuery(clientFormQuery(siteId));
  const [reloads, setReloads] = useState(0);
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')} wide>
      {clientForm.isPending ? (
        <Loading />
      ) : clientForm.isError ? (
        <Failure error={clientForm.error} onRetry={() => void clientForm.refetch()} />
      ) : (
        <ClientFormEditor
          key={reloads}
          siteId={siteId}
          clientForm={clientForm.data}
          onReload={() => void clientForm.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </SettingsPage>
  );
}

interface ClientFormEditorProps {
  siteId: string;
  clientForm: ClientForm;
  onReload: () => void;
}

function ClientFormEditor({ siteId, clientForm, onReload }: ClientFormEditorProps) {
  const { t } = useTranslation('clientForm');
  const { t: tShell } = useTranslation('shell');
  const { version: readVersion, ...initialValues } = clientForm;
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(readVersion);
  const form = useForm<ClientFormValues>({ initialValues });
  useUnsavedGuard(form.isDirty());
  const save = useMutation({
    mutationFn: (values: ClientFormValues) => changeClientForm(siteId, { ...values, url: values.url.trim(), version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(clientFormQuery(siteId).queryKey, saved);
      setVersion(saved.version);
      form.resetDirty();
      form.clearErrors();
      notifyDone(tShell('saved'));
    },
    onError: (error) => form.setErrors(fieldErrors(error, fieldPaths)),
  });
  return (
    <div className={classes.columns}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
        <Stack gap="sm" mb="lg">
          <Switch label={t('field.enabled')} {...form.getInputProps('enabled', { type: 'checkbox' })} />
        </Stack>
        <Address form={form} />
        <Look form={form} />
        <Section title={t('privacy')}>
          <Stack gap="sm">
            <Switch
              label={t('field.personalData')}
              description={t('field.personalDataHint')}
              {...form.getInputProps('personalData', { type: 'checkbox' })}
            />
            <Switch label={t('field.popups')} {...form.getInputProps('popups', { type: 'checkbox' })} />
          </Stack>
        </Section>
        <SaveBar
          error={save.error}
          isBusy={save.isPending}
          fault={form.errors['']}
          hasFieldFaults={Object.keys(form.errors).length > 0}
          onReload={onReload}
        />
      </form>
      <FormTest siteId={siteId} values={form.values} onFaults={(faults) => form.setErrors(faults)} />
    </div>
  );
}

/** Address and the placeholders that can stand in it. */
function Address({ form }: { form: Handle }) {
  const { t } = useTranslation('clientForm');
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const isOff = (isPersonal: boolean) => isPersonal && !form.values.personalData;
  const meaning = (text: string, isPersonal: boolean) => (isPersonal ? `${text} (${t('isPersonal')})` : text);
  const items = [
    ...formPlaceholders.map(({ id, isPersonal }) => ({
      id: id as string,
      meaning: meaning(t(`placeholder.${id}`), isPersonal),
      isOff: isOff(isPersonal),
    })),
    { id: 'survey.NAME', meaning: meaning(t('placeholder.survey'), true), isOff: isOff(true) },
    { id: 'var.NAME', meaning: t('placeholder.variable') },
  ];
  return (
    <Section title={t('address')}>
      <Stack gap="sm">
        <Textarea
          ref={fieldRef}
          label={t('field.url')}
          description={t('field.urlHint')}
          placeholder="https://crm.example.com/lookup?chat={chat.id}"
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          spellCheck={false}
          classNames={{ input: classes.url ?? '' }}
          {...form.getInputProps('url')}
          // An address is one line, however many it takes to show it.
          onChange={(event) => form.setFieldValue('url', event.currentTarget.value.replace(/[\r\n]/g, ''))}
        />
        <div>
          <Text size="xs" fw={500} mb={4}>
            {t('helper')}{' '}
            <Text span size="xs" c="dimmed" fw={400}>
              {t('helperAbout')}
            </Text>
          </Text>
          <PlaceholderList
            label={t('helper')}
            items={items}
            insertLabel={(name) => t('insert', { name })}
            onInsert={(name) => fieldRef.current && insertAtCursor(fieldRef.current, `{${name}}`)}
          />
        </div>
      </Stack>
    </Section>
  );
}

/** How it looks in a chat. */
function Look({ form }: { form: Handle }) {
  const { t } = useTranslation('clientForm');
  return (
    <Section title={t('look')}>
      <Stack gap="sm">
        <TextInput
          label={t('field.title')}
          description={t('field.titleHint')}
          maxLength={40}
          {...form.getInputProps('title')}
        />
        {(['display', 'load'] as const).map((field) => (
          <div key={field}>
            <Text size="sm" fw={500} mb={4} id={`client-form-${field}`}>
              {t(`field.${field}`)}
            </Text>
            <SegmentedControl
              size="xs"
              aria-labelledby={`client-form-${field}`}
              data={
                field === 'display'
                  ? [
                      { value: 'tab', label: t('display.tab') },
                      { value: 'split', label: t('display.split') },
                    ]
                  : [
                      { value: 'opened', label: t('load.opened') },
                      { value: 'start', label: t('load.start') },
                    ]
              }
              {...form.getInputProps(field)}
            />
          </div>
        ))}
        <Switch
          label={t('field.reloadOnSurvey')}
          description={t('field.reloadOnSurveyHint')}
          {...form.getInputProps('reloadOnSurvey', { type: 'checkbox' })}
        />
      </Stack>
    </Section>
  );
}
