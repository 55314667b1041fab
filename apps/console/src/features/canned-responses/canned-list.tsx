import type { CannedResponse } from '@foyer/protocol/canned-response';
import { ActionIcon, Badge, Modal, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFolder, IconPencil, IconSearch } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSite } from '../../api/current-site.ts';
import { fieldErrors } from '../../api/field-errors.ts';
import { useMe } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import classes from './canned-list.module.css';
import { cannedResponsesQuery, renameFolder } from './canned-responses-api.ts';
import { findCanned, folderOf } from './find-canned.ts';

/** A folder with what is in it and the folders inside. */
interface Folder {
  path: string[];
  items: CannedResponse[];
  folders: Folder[];
}

/** The tree of canned responses, and a search over it. */
export function CannedList({ all }: { all: CannedResponse[] }) {
  const { t } = useTranslation('canned');
  const [words, setWords] = useState('');
  const [renaming, setRenaming] = useState<string[] | null>(null);
  const found = findCanned(all, words);
  return (
    <>
      <search>
        <TextInput
          aria-label={t('search')}
          placeholder={t('search')}
          type="search"
          size="xs"
          mb="sm"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </search>
      <div role="status" className="visually-hidden">
        {words === '' ? '' : t('picker.found', { count: found.length })}
      </div>
      {found.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('noneFound', { words })}
        </Text>
      ) : (
        <section aria-label={t('list')} className={classes.tree}>
          <Level folder={treeOf(found)} onRename={setRenaming} />
        </section>
      )}
      <RenameFolder key={renaming?.join('/')} all={all} path={renaming} onClose={() => setRenaming(null)} />
    </>
  );
}

/** Folders and what is in them, as their names say. */
function treeOf(all: readonly CannedResponse[]): Folder {
  const root: Folder = { path: [], items: [], folders: [] };
  for (const response of all) {
    let folder = root;
    for (const name of response.folder) {
      let next = folder.folders.find(({ path }) => path.at(-1) === name);
      if (next === undefined) {
        next = { path: [...folder.path, name], items: [], folders: [] };
        folder.folders.push(next);
      }
      folder = next;
    }
    folder.items.push(response);
  }
  return root;
}

function Level({ folder, onRename }: { folder: Folder; onRename: (path: string[]) => void }) {
  const { t } = useTranslation('canned');
  const { role } = useMe();
  return (
    <ul className={classes.level}>
      {folder.items.map((response) => (
        <li key={response.id}>
          <Link
            href={`/settings/canned-responses/${response.id}`}
            className={classes.item}
            data-list-item
            aria-label={t('edit', { title: response.title })}
          >
            <span className={classes.top}>
              <span className={classes.title}>{response.title}</span>
              {response.scope === 'site' ? null : (
                <Badge size="xs" variant="light" color={response.scope === 'personal' ? 'iris' : 'gray'}>
                  {t(`scopeShort.${response.scope}`)}
                </Badge>
              )}
            </span>
            <span className={classes.body}>{response.body}</span>
          </Link>
        </li>
      ))}
      {folder.folders.map((inner) => (
        <li key={inner.path.join('/')}>
          <div className={classes.folder}>
            <IconFolder size={15} aria-hidden />
            <h2 className={classes.name}>{inner.path.at(-1)}</h2>
            {role === 'administrator' && hasShared(inner) ? (
              <Tooltip label={t('renameTitle')}>
                <ActionIcon
                  size="sm"
                  aria-label={t('renameFolder', { path: inner.path.join(' / ') })}
                  onClick={() => onRename(inner.path)}
                >
                  <IconPencil size={13} />
                </ActionIcon>
              </Tooltip>
            ) : null}
          </div>
          <Level folder={inner} onRename={onRename} />
        </li>
      ))}
    </ul>
  );
}

function hasShared({ items, folders }: Folder): boolean {
  return items.some(({ scope }) => scope !== 'personal') || folders.some(hasShared);
}

interface RenameFolderProps {
  all: CannedResponse[];
  /** Null: closed. */
  path: string[] | null;
  onClose: () => void;
}

/** Renames a folder, where administrators have put something into it: of this site, and of all sites. */
function RenameFolder({ all, path, onClose }: RenameFolderProps) {
  const { t } = useTranslation('canned');
  const siteId = useSite()?.id ?? '';
  const form = useForm({ initialValues: { to: path?.join(' / ') ?? '' } });
  const rename = useMutation({
    mutationFn: async ({ to }: { to: string }) => {
      const from = path ?? [];
      const inside = all.filter(({ folder }) => from.every((name, depth) => folder[depth] === name));
      for (const scope of ['site', 'global'] as const)
        if (inside.some((response) => response.scope === scope))
          await renameFolder(siteId, { scope, from, to: folderOf(to) });
    },
    onSuccess: (_nothing, { to }) => {
      notifyDone(t('renamed', { path: folderOf(to).join(' / ') }));
      onClose();
    },
    onError: (error) => form.setErrors(fieldErrors(error, ['to'])),
    onSettled: () => queryClient.invalidateQueries({ queryKey: cannedResponsesQuery(siteId).queryKey }),
  });
  return (
    <Modal
      opened={path !== null}
      onClose={onClose}
      title={t('renameTitle')}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
    >
      <form onSubmit={form.onSubmit((values) => rename.mutate(values))}>
        <Stack gap="xs">
          <Text size="sm" c="dimmed">
            {t('renameText')}
          </Text>
          <TextInput
            label={t('renameField')}
            description={t('field.folderHint')}
            data-autofocus
            {...form.getInputProps('to')}
          />
          <SaveBar
            error={rename.error}
            isBusy={rename.isPending}
            fault={form.errors['']}
            hasFieldFaults={Object.keys(form.errors).length > 0}
            onReload={onClose}
            onCancel={onClose}
          />
        </Stack>
      </form>
    </Modal>
  );
}
