import {
  type CannedResponse,
  type CannedScope,
  cannedPlaceholders,
  fillCannedResponse,
} from '@foyer/protocol/canned-response';
import { Autocomplete, Button, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useSite } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { useMe } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { insertAtCursor } from '../../ui/insert-at-cursor.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { PlaceholderList } from '../../ui/placeholder-list.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { AttachmentsField } from './attachments-field.tsx';
import classes from './canned-form.module.css';
import { cannedResponsesQuery, changeCannedResponse, createCannedResponse } from './canned-responses-api.ts';
import { timeOfDay } from './canned-values.ts';
import { folderOf, pathOf } from './find-canned.ts';
import { useDeleteCanned } from './use-delete-canned.ts';

const home = '/settings/canned-responses';
const fieldPaths = ['title', 'folder', 'body', 'scope', 'attachments'];

interface CannedFormProps {
  siteId: string;
  /** Null: a new one. */
  response: CannedResponse | null;
  /** Folders that there are, as lines. */
  folders: string[];
  onReload: () => void;
}

/** Adds or changes a canned response; beside it what the visitor will read. */
export function CannedForm({ siteId, response, folders, onReload }: CannedFormProps) {
  const { t } = useTranslation('canned');
  const { t: tShell } = useTranslation('shell');
  const [, navigate] = useLocation();
  const { role } = useMe();
  const isAdministrator = role === 'administrator';
  const isReadOnly = response !== null && response.scope !== 'personal' && !isAdministrator;
  const form = useForm({
    initialValues: {
      title: response?.title ?? '',
      folder: response === null ? '' : pathOf(response),
      body: response?.body ?? '',
      attachments: response?.attachments ?? [],
      scope: response?.scope ?? ((isAdministrator ? 'site' : 'personal') as CannedScope),
    },
  });
  const letGo = useUnsavedGuard(form.isDirty());
  const remove = useDeleteCanned(siteId);
  const fieldRef = useRef<HTMLTextAreaElement>(null);
  const leave = () => {
    letGo();
    navigate(home);
  };
  const save = useMutation({
    mutationFn: (values: typeof form.values) => {
      const input = { ...values, folder: folderOf(values.folder) };
      return response === null
        ? createCannedResponse(siteId, input)
        : changeCannedResponse(siteId, { ...response, ...input });
    },
    onSuccess: () => {
      notifyDone(response === null ? t('created') : tShell('saved'));
      leave();
    },
    onError: (error) => form.setErrors(fieldErrors(error, fieldPaths)),
    onSettled: () => queryClient.invalidateQueries({ queryKey: cannedResponsesQuery(siteId).queryKey }),
  });
  // What one has alone stays one's own: it can't be given away, and what is everybody's can't be taken.
  const scopes: CannedScope[] =
    response === null
      ? isAdministrator
        ? ['site', 'global', 'personal']
        : ['personal']
      : response.scope === 'personal'
        ? ['personal']
        : ['site', 'global'];
  return (
    <div className={classes.columns}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
        <Stack gap="sm">
          <TextInput
            label={t('field.title')}
            description={t('field.titleHint')}
            maxLength={80}
            readOnly={isReadOnly}
            data-autofocus
            {...form.getInputProps('title')}
          />
          <Textarea
            ref={fieldRef}
            label={t('field.body')}
            description={t('field.bodyHint')}
            autosize
            minRows={5}
            maxRows={14}
            maxLength={4000}
            readOnly={isReadOnly}
            {...form.getInputProps('body')}
          />
          {isReadOnly ? null : (
            <div>
              <Text size="xs" fw={500} mb={4}>
                {t('helper')}{' '}
                <Text span size="xs" c="dimmed" fw={400}>
                  {t('helperAbout')}
                </Text>
              </Text>
              <PlaceholderList
                label={t('helper')}
                items={[
                  ...cannedPlaceholders.map((id) => ({ id: id as string, meaning: t(`placeholder.${id}`) })),
                  { id: 'survey.NAME', meaning: t('placeholder.answer') },
                ]}
                insertLabel={(name) => t('insert', { name })}
                onInsert={(name) => fieldRef.current && insertAtCursor(fieldRef.current, `{${name}}`)}
              />
            </div>
          )}
          <AttachmentsField
            siteId={siteId}
            value={form.values.attachments}
            onChange={(attachments) => form.setFieldValue('attachments', attachments)}
            isReadOnly={isReadOnly}
            error={form.errors.attachments}
          />
          <Autocomplete
            label={t('field.folder')}
            description={t('field.folderHint')}
            data={folders}
            maxLength={320}
            readOnly={isReadOnly}
            {...form.getInputProps('folder')}
          />
          <div>
            <Text size="sm" fw={500} mb={4} id="canned-scope">
              {t('field.scope')}
            </Text>
            {scopes.length > 1 && !isReadOnly ? (
              <SegmentedControl
                size="xs"
                aria-labelledby="canned-scope"
                data={scopes.map((scope) => ({ value: scope, label: t(`scope.${scope}`) }))}
                {...form.getInputProps('scope')}
              />
            ) : null}
            <Text size="xs" c="dimmed" mt={4}>
              {t(`scopeHint.${form.values.scope}`)} {isReadOnly ? t('readOnly') : ''}
            </Text>
          </div>
        </Stack>
        {isReadOnly ? null : (
          <SaveBar
            error={save.error}
            isBusy={save.isPending}
            fault={form.errors['']}
            hasFieldFaults={Object.keys(form.errors).length > 0}
            onReload={onReload}
            onCancel={leave}
          >
            {response === null ? null : (
              <Button
                variant="subtle"
                color="red"
                onClick={() => {
                  leave();
                  void remove(response);
                }}
              >
                {t('remove')}
              </Button>
            )}
          </SaveBar>
        )}
      </form>
      <Preview body={form.values.body} />
    </div>
  );
}

/** The text as it would be sent now. */
function Preview({ body }: { body: string }) {
  const { t } = useTranslation('canned');
  const me = useMe();
  const site = useSite();
  const now = Date.now();
  const filled = fillCannedResponse(body, {
    'visitor.name': 'Vera',
    'visitor.email': 'vera@example.com',
    'visitor.company': null,
    'operator.name': me.name,
    'site.name': site?.name ?? null,
    'page.url': 'https://shop.example/lamps',
    time_of_day: timeOfDay(now),
    date: dayjs(now).format('D MMMM YYYY'),
  });
  return (
    <div className={classes.preview}>
      <Section title={t('preview')} about={t('previewAbout')}>
        <p className={classes.bubble} data-empty={filled.trim() === ''} dir="auto">
          {filled.trim() === '' ? t('previewEmpty') : filled}
        </p>
      </Section>
    </div>
  );
}
