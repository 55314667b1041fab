import type { Tag, TagList } from '@foyer/protocol/tag';
import { Button, Drawer, Switch } from '@mantine/core';
import { IconPlus, IconTags } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { TagForm } from './tag-form.tsx';
import { TagMark } from './tag-mark.tsx';
import { changeTagSettings, tagsQuery } from './tags-api.ts';
import classes from './tags-page.module.css';

/** A site's tags, and the form of the one at the address. */
export function TagsPage({ tagId }: { tagId: string | null }) {
  const { t } = useTranslation('tags');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const tags = useQuery(tagsQuery(siteId));
  const close = () => navigate('/settings/tags');
  const chosen = tags.data?.items.find((tag) => tag.id === tagId) ?? null;
  const isOpen = tagId === 'new' || chosen !== null;
  return (
    <SettingsPage
      title={t('title')}
      purpose={t('purpose')}
      example={t('example')}
      actions={
        <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => navigate('/settings/tags/new')}>
          {t('add')}
        </Button>
      }
    >
      {tags.isPending ? (
        <Loading />
      ) : tags.isError ? (
        <Failure error={tags.error} onRetry={() => void tags.refetch()} />
      ) : (
        <>
          <OnTheFly siteId={siteId} list={tags.data} />
          {tags.data.items.length === 0 ? (
            <Empty icon={<IconTags size={22} />} title={t('emptyTitle')}>
              {t('emptyText')}
            </Empty>
          ) : (
            <ul className={classes.list} aria-label={t('listLabel')}>
              {[...tags.data.items].sort(archivedLast).map((tag) => (
                <TagRow key={tag.id} tag={tag} />
              ))}
            </ul>
          )}
        </>
      )}
      <Drawer
        opened={isOpen}
        onClose={close}
        size="28rem"
        title={tagId === 'new' ? t('newTitle') : t('editTitle')}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        {/* A newer version of the tag must not overwrite what is being typed: the form stays with the one it opened with. */}
        {isOpen ? <TagForm key={tagId} siteId={siteId} tag={chosen} onClose={close} /> : null}
      </Drawer>
    </SettingsPage>
  );
}

function archivedLast(a: Tag, b: Tag): number {
  return Number(a.archived) - Number(b.archived);
}

function TagRow({ tag }: { tag: Tag }) {
  const { t } = useTranslation('tags');
  return (
    <li className={classes.row} data-archived={tag.archived}>
      <Link
        href={`/settings/tags/${tag.id}`}
        className={classes.name}
        data-list-item
        aria-label={t('edit', { name: tag.name })}
      >
        <TagMark name={tag.name} color={tag.color} />
      </Link>
      <span className={classes.description}>{tag.description}</span>
      <span className={classes.facts}>
        {tag.takesValue ? <span>{t('withValue')}</span> : null}
        {tag.archived ? <span>{t('archived')}</span> : null}
        <span>{t('chats', { count: tag.chats })}</span>
      </span>
    </li>
  );
}

/** Whether operators may make tags: switched at once, and back when the server refuses. */
function OnTheFly({ siteId, list }: { siteId: string; list: TagList }) {
  const { t } = useTranslation('tags');
  const { t: tShell } = useTranslation('shell');
  const { queryKey } = tagsQuery(siteId);
  const change = useMutation({
    mutationFn: (operatorsMayAdd: boolean) => changeTagSettings(siteId, { ...list.settings, operatorsMayAdd }),
    onMutate: (operatorsMayAdd) =>
      queryClient.setQueryData(queryKey, { ...list, settings: { ...list.settings, operatorsMayAdd } }),
    onSuccess: () => notifyDone(tShell('saved')),
    onError: (error) => notifyFailed(errorText(error), t('changeFailed')),
    onSettled: () => queryClient.invalidateQueries({ queryKey }),
  });
  return (
    <Switch
      className={classes.right ?? ''}
      label={t('field.operatorsMayAdd')}
      description={t('field.operatorsMayAddHint')}
      checked={list.settings.operatorsMayAdd}
      disabled={change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  );
}
