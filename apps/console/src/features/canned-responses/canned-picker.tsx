import { type CannedResponse, fillCannedResponse } from '@foyer/protocol/canned-response';
import type { ChatSummary } from '@foyer/protocol/chat';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMe } from '../../api/me.ts';
import { serverNow } from '../../api/server-clock.ts';
import { insertAtCursor } from '../../ui/insert-at-cursor.ts';
import classes from './canned-picker.module.css';
import { cannedResponsesQuery } from './canned-responses-api.ts';
import { cannedValuesOf } from './canned-values.ts';
import { findCanned, findSlash, pathOf, type SlashSearch } from './find-canned.ts';

const mostShown = 60;

interface CannedPicker {
  /** Tells it what stands in the field now. */
  follow(field: HTMLTextAreaElement): void;
  /** True: the key was for the list, and for nothing else. */
  takesKey(event: KeyboardEvent<HTMLTextAreaElement>): boolean;
  close(): void;
  fieldProps: Record<string, string | undefined>;
  /** The list, to be put above the field; null while nothing is searched for. */
  list: ReactNode;
}

/** The search for canned responses that `/` opens in a composer: arrow keys, Enter inserts, Escape closes. */
export function useCannedPicker(chat: ChatSummary, fieldRef: RefObject<HTMLTextAreaElement | null>): CannedPicker {
  const { t } = useTranslation('canned');
  const me = useMe();
  const listId = useId();
  const [search, setSearch] = useState<SlashSearch | null>(null);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [chosen, setChosen] = useState(0);
  const all = useQuery({ ...cannedResponsesQuery(chat.siteId), enabled: search !== null });
  const found = useMemo(
    () => (search === null ? [] : findCanned(all.data ?? [], search.words).slice(0, mostShown)),
    [all.data, search],
  );
  const isAll = search?.words === '';
  // Words that find nothing are a sentence with a slash in it, once there are several.
  const isSentence = found.length === 0 && /\s/.test(search?.words ?? '');
  const isOpen = search !== null && search.start !== closedAt && !isSentence;

  const insert = (response: CannedResponse) => {
    const field = fieldRef.current;
    if (field === null || search === null) return;
    field.setSelectionRange(search.start, search.start + 1 + search.words.length);
    insertAtCursor(field, fillCannedResponse(response.body, cannedValuesOf(chat, me, serverNow()), chat.answers));
    setSearch(null);
  };
  const optionId = (place: number) => `${listId}-${place}`;

  return {
    follow(field) {
      const next = findSlash(field.value, field.selectionStart);
      if (next === null) setClosedAt(null);
      setSearch(next);
      if (next?.words !== search?.words) setChosen(0);
    },
    takesKey(event) {
      if (!isOpen) return false;
      const last = found.length - 1;
      if (event.key === 'ArrowDown') setChosen(chosen >= last ? 0 : chosen + 1);
      else if (event.key === 'ArrowUp') setChosen(chosen <= 0 ? Math.max(0, last) : chosen - 1);
      else if (event.key === 'Escape') setClosedAt(search.start);
      else if ((event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && found[chosen] !== undefined)
        insert(found[chosen]);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
    close: () => setSearch(null),
    fieldProps: {
      'aria-autocomplete': 'list',
      'aria-controls': isOpen ? listId : undefined,
      'aria-activedescendant': isOpen && found.length > 0 ? optionId(chosen) : undefined,
    },
    list: isOpen ? (
      // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it leaves the focus in the field, without which the list would close
      <div className={classes.box} onMouseDown={(event) => event.preventDefault()}>
        <p className="visually-hidden" role="status">
          {t('picker.found', { count: found.length })}
        </p>
        {all.isPending ? <p className={classes.note}>{t('picker.loading')}</p> : null}
        {all.isError ? <p className={classes.note}>{t('picker.failed')}</p> : null}
        {all.isSuccess && found.length === 0 ? (
          <p className={classes.note}>
            {isAll ? t('picker.empty') : t('picker.none', { words: search.words })}{' '}
            <Link href="/settings/canned-responses/new">{t('picker.add')}</Link>
          </p>
        ) : null}
        <div id={listId} role="listbox" aria-label={t('title')} className={classes.list}>
          {foldersOf(found).map(({ path, items }) => (
            // biome-ignore lint/a11y/useSemanticElements: a listbox has groups, and no fieldsets
            <div key={path} role="group" aria-label={path === '' ? t('noFolder') : path}>
              {path === '' ? null : (
                <p className={classes.folder} aria-hidden>
                  {path}
                </p>
              )}
              {items.map(({ response, place }) => (
                <Option
                  key={response.id}
                  id={optionId(place)}
                  response={response}
                  isChosen={place === chosen}
                  scope={t(`scopeShort.${response.scope}`)}
                  onPoint={() => setChosen(place)}
                  onChosen={() => insert(response)}
                />
              ))}
            </div>
          ))}
        </div>
        <p className={classes.keys} aria-hidden>
          {t('picker.keys')}
        </p>
      </div>
    ) : null,
  };
}

/** Neighbours in one folder together, in the order they were found. */
function foldersOf(found: readonly CannedResponse[]) {
  const folders: { path: string; items: { response: CannedResponse; place: number }[] }[] = [];
  for (const [place, response] of found.entries()) {
    const path = pathOf(response);
    const last = folders.find((folder) => folder.path === path);
    if (last === undefined) folders.push({ path, items: [{ response, place }] });
    else last.items.push({ response, place });
  }
  return folders;
}

interface OptionProps {
  id: string;
  response: CannedResponse;
  isChosen: boolean;
  scope: string;
  onPoint: () => void;
  onChosen: () => void;
}

function Option({ id, response, isChosen, scope, onPoint, onChosen }: OptionProps) {
  return (
    // The field keeps the focus, and its keys choose.
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      id={id}
      ref={(element) => {
        if (isChosen) element?.scrollIntoView({ block: 'nearest' });
      }}
      role="option"
      aria-selected={isChosen}
      className={classes.option}
      onMouseMove={onPoint}
      onClick={onChosen}
    >
      <span className={classes.name}>{response.title}</span>
      <span className={classes.scope}>{scope}</span>
      <span className={classes.body}>{response.body}</span>
    </div>
  );
}
