import { type Expression, expressionSchema } from '@foyer/protocol/condition';
import type { SavedViewList } from '@foyer/protocol/saved-view';
import { CloseButton, TextInput, Tooltip } from '@mantine/core';
import { IconFilter, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { type AddressFields, toSearch } from '../../api/address-query.ts';
import { useSite } from '../../api/current-site.ts';
import { useSiteToday } from '../../api/site-day.ts';
import { RangePicker } from '../../ui/range-picker.tsx';
import { describeExpression } from '../conditions/describe-expression.ts';
import { SavedViews } from '../saved-views/saved-views.tsx';
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
      <FilterChip text={fields.filter ?? ''} onRemove={() => onChange({ filter: null })} />
      <span className={classes.end}>
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

/** Conditions that came with the address, such as from a report, in words; they can be taken away. */
function FilterChip({ text, onRemove }: { text: string; onRemove: () => void }) {
  const { t } = useTranslation('inbox');
  const { t: tWords } = useTranslation('explanations');
  const currency = useSite()?.currency ?? 'EUR';
  if (text === '') return null;
  const expression = readExpression(text);
  const words = expression === null ? t('unreadableFilter') : describeExpression(expression, tWords, currency);
  return (
    <span className={classes.chip}>
      <IconFilter size={13} aria-hidden />
      <span className={classes.words} title={words}>
        {words}
      </span>
      <CloseButton size="xs" aria-label={t('removeFilter', { words })} onClick={onRemove} />
    </span>
  );
}

function readExpression(text: string): Expression | null {
  try {
    return expressionSchema.parse(JSON.parse(text));
  } catch {
    return null; // from an address that somebody typed; the server says what is wrong with it
  }
}
