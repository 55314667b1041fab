import type { SavedView, SavedViewList } from '@foyer/protocol/saved-view';
import { Button, Menu } from '@mantine/core';
import {
  IconBookmark,
  IconCheck,
  IconDeviceFloppy,
  IconPencil,
  IconPlus,
  IconStar,
  IconStarFilled,
  IconTrash,
} from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { errorText } from '../../api/rest-client.ts';
import { useSiteToday } from '../../api/site-day.ts';
import { notifyDone, notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { readDefaultView, writeDefaultView } from './default-view.ts';
import { SaveViewDialog } from './save-view-dialog.tsx';
import classes from './saved-views.module.css';
import { changeView, createView, deleteView, savedViewsQuery } from './saved-views-api.ts';
import { type AddressQuery, isSameQuery, toAddress, toStored } from './view-query.ts';

interface SavedViewsProps {
  /** Whose views: `visits`, `chats` …; `report`: of all reports together. */
  list: SavedViewList;
  /** What the address says now, field by field, without what is chosen in the list (such as a panel that is open). */
  value: AddressQuery;
  /** Shows the list as this address says: it takes the place of `value` whole. */
  onOpen: (query: AddressQuery) => void;
}

/**
 * The saved views of a list: opens them, saves the present one, changes and deletes. A list that is opened without any
 * query in its address shows the view that was chosen to open with. `from` and `to` in `value` are days; where they are one
 * of the ranges of the range picker, the view keeps the range.
 */
export function SavedViews({ list, value, onOpen }: SavedViewsProps) {
  const { t } = useTranslation('savedViews');
  const siteId = useSiteId();
  const today = useSiteToday();
  const me = useMe();
  const views = useQuery(savedViewsQuery(siteId, list)).data ?? [];
  const place = { siteId, operatorId: me.id, list };
  const [defaultId, setDefaultId] = useState(() => readDefaultView(place));
  const [openId, setOpenId] = useState<string | null>(null);
  const [dialog, setDialog] = useState<'create' | 'rename' | null>(null);
  const present = toStored(value, today);
  const same = views.find((view) => isSameQuery(view.query, present));
  const opened = same ?? views.find((view) => view.id === openId) ?? null;
  const isChanged = opened !== null && same === undefined;
  const mayChange = opened !== null && (!opened.shared || me.role !== 'operator');

  const open = (view: SavedView) => {
    setOpenId(view.id);
    onOpen(toAddress(view.query, today));
  };
  useOpenAtFirst(views.find((view) => view.id === defaultId) ?? null, value, open);

  const update = useMutation({
    mutationFn: (view: SavedView) => changeView(siteId, { ...view, query: present }),
    onSuccess: (view) => notifyDone(t('updated', { name: view.name })),
    onError: (error) => notifyFailed(errorText(error)),
  });
  const remove = useMutation({
    mutationFn: (view: SavedView) => deleteView(siteId, view),
    onSuccess: (_nothing, { name, query, shared }) => {
      setOpenId(null);
      notifyUndoable(t('deleted', { name }), t('undo'), () => {
        createView(siteId, { list, name, query, shared }).catch((error: unknown) => notifyFailed(errorText(error)));
      });
    },
    onError: (error) => notifyFailed(errorText(error)),
  });
  const chooseDefault = (id: string | null) => {
    writeDefaultView(place, id);
    setDefaultId(id);
  };
  const item = (view: SavedView) => (
    <Menu.Item
      key={view.id}
      leftSection={view.id === opened?.id ? <IconCheck size={14} aria-hidden /> : <span className={classes.noMark} />}
      rightSection={
        view.id === defaultId ? <IconStarFilled size={13} role="img" aria-label={t('opensFirst')} /> : undefined
      }
      aria-current={view.id === opened?.id ? 'true' : undefined}
      onClick={() => open(view)}
    >
      {view.name}
    </Menu.Item>
  );
  const own = views.filter((view) => !view.shared);
  const shared = views.filter((view) => view.shared);
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button
            variant="default"
            className={classes.button ?? ''}
            leftSection={<IconBookmark size={15} aria-hidden />}
            aria-label={opened === null ? t('title') : t(isChanged ? 'openChanged' : 'open', { name: opened.name })}
          >
            <span className={classes.name}>{opened?.name ?? t('title')}</span>
            {isChanged ? <span aria-hidden>*</span> : null}
          </Button>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu ?? ''}>
          {views.length === 0 ? <p className={classes.empty}>{t('empty')}</p> : null}
          {own.length > 0 ? <Menu.Label>{t('own')}</Menu.Label> : null}
          {own.map(item)}
          {shared.length > 0 ? <Menu.Label>{t('shared')}</Menu.Label> : null}
          {shared.map(item)}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setDialog('create')}>
            {t('saveAs')}
          </Menu.Item>
          {isChanged && mayChange ? (
            <Menu.Item leftSection={<IconDeviceFloppy size={14} aria-hidden />} onClick={() => update.mutate(opened)}>
              {t('update', { name: opened.name })}
            </Menu.Item>
          ) : null}
          {opened === null ? null : (
            <Menu.Item
              leftSection={<IconStar size={14} aria-hidden />}
              onClick={() => chooseDefault(opened.id === defaultId ? null : opened.id)}
            >
              {t(opened.id === defaultId ? 'openFirstNoMore' : 'openFirst', { name: opened.name })}
            </Menu.Item>
          )}
          {mayChange ? (
            <>
              <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setDialog('rename')}>
                {t('rename', { name: opened.name })}
              </Menu.Item>
              <Menu.Item leftSection={<IconTrash size={14} aria-hidden />} onClick={() => remove.mutate(opened)}>
                {t('delete', { name: opened.name })}
              </Menu.Item>
            </>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {dialog === null ? null : (
        <SaveViewDialog
          view={dialog === 'rename' ? opened : null}
          mayShare={me.role !== 'operator'}
          onClose={() => setDialog(null)}
          onSave={async ({ name, shared: isShared }) => {
            const saved =
              dialog === 'rename' && opened !== null
                ? await changeView(siteId, { ...opened, name, shared: isShared })
                : await createView(siteId, { list, name, shared: isShared, query: present });
            setOpenId(saved.id);
            notifyDone(t('saved', { name: saved.name }));
          }}
        />
      )}
    </>
  );
}

/** Opens a view once, when the list was come to without a query. */
function useOpenAtFirst(view: SavedView | null, value: AddressQuery, open: (view: SavedView) => void): void {
  const isDue = useRef(Object.keys(value).length === 0);
  useEffect(() => {
    if (!isDue.current || view === null) return;
    isDue.current = false;
    open(view);
  });
  // Whoever chooses something first is not led away from it.
  if (Object.keys(value).length > 0) isDue.current = false;
}
