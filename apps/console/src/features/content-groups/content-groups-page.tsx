import type { ContentGroups } from '@foyer/protocol/content-group';
import { ActionIcon, Button, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFolders, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { queryClient } from '../../api/query-client.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { focusFirstFault } from '../../ui/focus-first-fault.ts';
import { linesOf, toLines } from '../../ui/lines.ts';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { SortableList } from '../../ui/sortable-list.tsx';
import { useUnsavedGuard } from '../../ui/unsaved-guard.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { siteQuery } from '../sites/sites-api.ts';
import { changeContentGroups, contentGroupsQuery } from './content-groups-api.ts';
import classes from './content-groups-page.module.css';
import { GroupTester } from './group-tester.tsx';

/** Pages under names, for reports. */
export function ContentGroupsPage() {
  const { t } = useTranslation('contentGroups');
  const siteId = useSiteId();
  const groups = useQuery(contentGroupsQuery(siteId));
  const site = useQuery(siteQuery(siteId));
  const [reloads, setReloads] = useState(0);
  const failed = groups.isError ? groups : site.isError ? site : null;
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')}>
      {failed !== null ? (
        <Failure error={failed.error} onRetry={() => void failed.refetch()} />
      ) : groups.isPending || site.isPending ? (
        <Loading />
      ) : (
        <ContentGroupsForm
          key={reloads}
          siteId={siteId}
          keepsFragments={site.data?.keepsFragments ?? false}
          read={groups.data as ContentGroups}
          onReload={() => void groups.refetch().then(() => setReloads(reloads + 1))}
        />
      )}
    </SettingsPage>
  );
}

/** A group while it is edited. `key` tells it from others whatever its name. */
interface EditedGroup {
  key: string;
  name: string;
  pages: string;
}

interface ContentGroupsFormProps {
  siteId: string;
  keepsFragments: boolean;
  read: ContentGroups;
  onReload: () => void;
}

const keyOf = ({ key }: EditedGroup) => key;
const toGroup = ({ name, pages }: EditedGroup) => ({ name: name.trim(), pages: linesOf(pages) });

function ContentGroupsForm({ siteId, keepsFragments, read, onReload }: ContentGroupsFormProps) {
  const { t } = useTranslation('contentGroups');
  const { t: tShell } = useTranslation('shell');
  // The version this form began with: a change by somebody else meanwhile must end in a conflict, not be overwritten.
  const [version, setVersion] = useState(read.version);
  const form = useForm({
    initialValues: {
      groups: read.groups.map(
        ({ name, pages }, index): EditedGroup => ({ key: String(index), name, pages: toLines(pages) }),
      ),
    },
    validate: {
      groups: {
        name: (name) => (name.trim() === '' ? t('fault.name') : null),
        pages: (pages) => (linesOf(pages).length === 0 ? t('fault.pages') : null),
      },
    },
  });
  useUnsavedGuard(form.isDirty());
  const save = useMutation({
    mutationFn: ({ groups }: typeof form.values) =>
      changeContentGroups(siteId, { groups: groups.map(toGroup), version }),
    onSuccess: (saved) => {
      queryClient.setQueryData(contentGroupsQuery(siteId).queryKey, saved);
      setVersion(saved.version);
      form.resetDirty();
      form.clearErrors();
      notifyDone(tShell('saved'));
    },
    onError: (error, { groups }) => {
      form.setErrors(
        fieldErrors(
          error,
          groups.flatMap((_group, index) => [`groups.${index}.name`, `groups.${index}.pages`]),
        ),
      );
      focusFirstFault();
    },
  });
  const { groups } = form.values;
  const nameOf = useCallback(({ name }: EditedGroup) => (name.trim() === '' ? t('newGroup') : name), [t]);
  const add = () => form.setFieldValue('groups', [...groups, { key: crypto.randomUUID(), name: '', pages: '' }]);
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values), focusFirstFault)} noValidate>
      <GroupTester groups={groups.map(toGroup)} keepsFragments={keepsFragments} />
      <Section title={t('groups')} about={t('groupsAbout')}>
        {groups.length === 0 ? (
          <Empty icon={<IconFolders size={22} />} title={t('emptyTitle')}>
            {t('emptyText')}
          </Empty>
        ) : (
          <SortableList
            label={t('listLabel')}
            items={groups}
            keyOf={keyOf}
            nameOf={nameOf}
            onOrder={(items) => {
              form.clearErrors(); // they name places
              form.setFieldValue('groups', items);
            }}
          >
            {(group) => {
              const index = groups.indexOf(group);
              return (
                <div className={classes.group}>
                  <TextInput
                    label={t('field.name')}
                    required
                    withAsterisk={false}
                    maxLength={80}
                    {...form.getInputProps(`groups.${index}.name`)}
                  />
                  <Textarea
                    label={t('field.pages')}
                    description={t('field.pagesHint')}
                    inputWrapperOrder={['label', 'input', 'description', 'error']}
                    required
                    withAsterisk={false}
                    autosize
                    minRows={1}
                    maxRows={8}
                    spellCheck={false}
                    {...form.getInputProps(`groups.${index}.pages`)}
                  />
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    aria-label={t('remove', { name: nameOf(group) })}
                    onClick={() => {
                      form.clearErrors();
                      form.setFieldValue(
                        'groups',
                        groups.filter((one) => one !== group),
                      );
                    }}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </div>
              );
            }}
          </SortableList>
        )}
        <Button className={classes.add} variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
          {t('add')}
        </Button>
      </Section>
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
