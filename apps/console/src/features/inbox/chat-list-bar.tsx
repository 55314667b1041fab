import { type Expression, expressionSchema } from '@foyer/protocol/condition';
import type { SavedViewList } from '@foyer/protocol/saved-view';
import { CloseButton, TextInput, Tooltip } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { type AddressFields, toSearch } from '../../api/address-query.ts';
import { useSiteId } from '../../api/current-site.ts';
import { useSiteToday } from '../../api/site-day.ts';
import { RangePicker } from '../../ui/range-picker.tsx';
import { ExportMenu } from '../exports/export-menu.tsx';
import { FilterBar } from '../lists/filter-bar.tsx';
import { isKeptOfChats } from '../lists/kept-variables.ts';
import { SavedViews } from '../saved-views/saved-views.tsx';
import { askedOf } from './chat-list-address.ts';
import classes from './chat-list-bar.module.css';

interface ChatListBarProps {
  list: Extract<SavedViewList, 'chats' | 'missedChats'>;
  /** Address of the list. */
  path: string;
  fields: AddressFields;
  onChange: (changes: Readonly<Record<string, string | null>>) => void;
  /** Filters of the list's own. */
  children?: ReactNode;
}

/** What a list of chats is narrowed by: words, days, conditions, fields; and the views that were saved of it. */
export function ChatListBar({ list, path, fields, onChange, children }: ChatListBarProps) {
  const { t } = useTranslation('inbox');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  return (
    <search className={classes.bar} aria-label={t('narrow')}>
      <SearchField text={fields.text ?? ''} onChange={(text) => onChange({ text: text || null })} />
      <RangePicker
        value={{ from: fields.from ?? '', to: fields.to ?? '' }}
        today={useSiteToday()}
        mayBeOpen
        onChange={({ from, to }) => onChange({ from: from || null, to: to || null })}
      />
      {children}
      <FilterBar
        siteId={siteId}
        value={readExpression(fields.filter)}
        offers={isKeptOfChats}
        onChange={(filter) => onChange({ filter: filter && JSON.stringify(filter) })}
      />
      <span className={classes.end}>
        <ExportMenu
          address={`/sites/${siteId}/${list === 'chats' ? 'chats' : 'missed-chats'}/export${toSearch(askedOf(fields))}`}
        />
        <SavedViews list={list} value={fields} onOpen={(query) => navigate(`${path}${toSearch(query)}`)} />
      </span>
    </search>
  );
}

/** Asked for with the Enter key, and when the field is left. */
function SearchField({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const { t } = useTranslation('inbox');
  const [typed, setTyped] = useState(text);
  useEffect(() => setTyped(text), [text]);
  const ask = () => {
    if (typed.trim() !== text) onChange(typed.trim());
  };
  return (
    <form
      className={classes.search}
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <Tooltip label={t('searchHelp')} multiline w={260}>
        <TextInput
          size="xs"
          aria-label={t('search')}
          placeholder={t('searchPlaceholder')}
          maxLength={300}
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSection={
            typed === '' ? null : (
              <CloseButton
                size="xs"
                aria-label={t('clearSearch')}
                onClick={() => {
                  setTyped('');
                  onChange('');
                }}
              />
            )
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={ask}
        />
      </Tooltip>
    </form>
  );
}

/** None where it cannot be read; the server says what is wrong with it. */
function readExpression(text: string | undefined): Expression | null {
  if (text === undefined) return null;
  try {
    return expressionSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
