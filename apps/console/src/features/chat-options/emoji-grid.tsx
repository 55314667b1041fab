import { Loader, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Emoji, emojiGroups, findEmoji, noteChosen } from './emoji-data.ts';
import classes from './emoji-grid.module.css';

const perRow = 8;

/** Emoji to choose from: by group, or by a search. */
export function EmojiGrid({ onChosen }: { onChosen: (emoji: string) => void }) {
  const { t } = useTranslation('chatOptions');
  const [words, setWords] = useState('');
  const searchRef = useRef<HTMLInputElement>(null);
  // It is fetched late: what opened it has looked for something to focus before this was there.
  useEffect(() => searchRef.current?.focus({ preventScroll: true }), []);
  const [group, setGroup] = useState<number>(0);
  const found = useQuery({
    queryKey: ['emoji', words.trim(), group],
    queryFn: () => findEmoji(words, group),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const favourites = useQuery({ queryKey: ['emoji', 'favourites'], queryFn: () => findEmoji('', null), gcTime: 0 });
  const choose = ({ unicode }: Emoji) => {
    noteChosen(unicode);
    onChosen(unicode);
  };
  const isSearching = words.trim() !== '';
  return (
    <div className={classes.picker}>
      <TextInput
        ref={searchRef}
        aria-label={t('emoji.search')}
        placeholder={t('emoji.search')}
        size="xs"
        leftSection={<IconSearch size={14} aria-hidden />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={(event) => {
          const first = found.data?.[0];
          if (event.key !== 'Enter' || first === undefined) return;
          event.preventDefault();
          choose(first);
        }}
      />
      {isSearching ? null : (
        <div className={classes.groups} role="toolbar" aria-label={t('emoji.groups')}>
          {emojiGroups.map(({ id, key, sign }) => (
            <button
              key={id}
              type="button"
              aria-label={t(`emoji.group.${key}`)}
              title={t(`emoji.group.${key}`)}
              aria-pressed={id === group}
              onClick={() => setGroup(id)}
            >
              {sign}
            </button>
          ))}
        </div>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.scroll} tabIndex={0} aria-label={t('emoji.label')} onKeyDown={moveFocus}>
        {isSearching || (favourites.data ?? []).length === 0 ? null : (
          <Choices title={t('emoji.favourites')} list={favourites.data ?? []} onChosen={choose} />
        )}
        {found.isPending ? (
          <Loader size="sm" m="auto" />
        ) : found.isError ? (
          <p className={classes.note}>{t('emoji.failed')}</p>
        ) : found.data.length === 0 ? (
          <p className={classes.note}>{t('emoji.none', { words })}</p>
        ) : (
          <Choices
            title={isSearching ? t('emoji.found') : t(`emoji.group.${keyOf(group)}`)}
            list={found.data}
            onChosen={choose}
          />
        )}
      </section>
    </div>
  );
}

function keyOf(group: number) {
  return emojiGroups.find(({ id }) => id === group)?.key ?? 'smileys';
}

function Choices({ title, list, onChosen }: { title: string; list: Emoji[]; onChosen: (emoji: Emoji) => void }) {
  return (
    <>
      <p className={classes.title}>{title}</p>
      <div className={classes.grid}>
        {list.map((emoji) => (
          <button
            key={emoji.unicode}
            type="button"
            aria-label={emoji.name}
            title={emoji.name}
            onClick={() => onChosen(emoji)}
          >
            {emoji.unicode}
          </button>
        ))}
      </div>
    </>
  );
}

/** Arrow keys go from emoji to emoji. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const steps: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: perRow, ArrowUp: -perRow };
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
  buttons[now === -1 ? 0 : Math.max(0, Math.min(buttons.length - 1, now + step))]?.focus();
}
