import type { CannedResponse } from '@foyer/protocol/canned-response';
import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';
import { IconMessage2Bolt, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, type RefObject, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import { useChatOptions } from '../chat-options/chat-options-api.ts';
import { inbox } from '../inbox/inbox.ts';
import { cannedResponsesQuery } from './canned-responses-api.ts';
import classes from './canned-suggestions.module.css';
import { insertCanned } from './insert-canned.ts';
import { suggestCanned } from './suggest-canned.ts';

const mostShown = 3;

interface Suggestions {
  /** True: the key was for the suggestions, and for nothing else. */
  takesKey(event: KeyboardEvent<HTMLTextAreaElement>): boolean;
  /** To be put above the field; null while nothing fits. */
  bar: ReactNode;
}

/**
 * Canned responses that fit the visitor's last words, quietly above an empty field: arrow keys choose, Enter or Tab takes the
 * chosen one, Escape puts them away until the visitor says something else.
 */
export function useCannedSuggestions(
  chat: ChatSummary,
  fieldRef: RefObject<HTMLTextAreaElement | null>,
  isWanted: boolean,
): Suggestions {
  const { t } = useTranslation('canned');
  const me = useMe();
  const { cannedSuggestions } = useChatOptions(chat.siteId);
  const said = useStore(inbox, (state) => lastWords(state.logs[chat.id]?.entries ?? []));
  const all = useQuery({ ...cannedResponsesQuery(chat.siteId), enabled: cannedSuggestions && said !== null });
  const found = useMemo(
    () => (cannedSuggestions && said !== null ? suggestCanned(all.data ?? [], said, mostShown) : []),
    [cannedSuggestions, all.data, said],
  );
  const [putAway, setPutAway] = useState<string | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const isShown = isWanted && found.length > 0 && putAway !== said;
  const close = () => {
    setPutAway(said);
    setChosen(null);
  };
  const take = (response: CannedResponse) => {
    if (fieldRef.current !== null) insertCanned(chat, me, fieldRef.current, response);
    close();
  };
  return {
    takesKey(event) {
      if (!isShown || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false;
      const picked = chosen === null ? undefined : found[chosen];
      if (event.key === 'ArrowDown' || event.key === 'ArrowRight')
        setChosen(chosen === null ? 0 : (chosen + 1) % found.length);
      else if (event.key === 'ArrowUp' || event.key === 'ArrowLeft')
        setChosen(chosen === null ? found.length - 1 : (chosen + found.length - 1) % found.length);
      else if (event.key === 'Escape') close();
      else if ((event.key === 'Enter' || event.key === 'Tab') && picked !== undefined) take(picked);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
    bar: isShown ? (
      <section className={classes.bar} aria-label={t('suggestions.title')}>
        <IconMessage2Bolt size={15} aria-hidden />
        <p className="visually-hidden" role="status">
          {chosen === null ? t('suggestions.found', { count: found.length }) : found[chosen]?.title}
        </p>
        <ul className={classes.list}>
          {found.map((response, place) => (
            <li key={response.id}>
              <button
                type="button"
                className={classes.one}
                data-chosen={place === chosen}
                title={response.body}
                aria-label={t('suggestions.take', { title: response.title })}
                onClick={() => take(response)}
              >
                {response.title}
              </button>
            </li>
          ))}
        </ul>
        <button type="button" className={classes.close} aria-label={t('suggestions.close')} onClick={close}>
          <IconX size={13} aria-hidden />
        </button>
      </section>
    ) : null,
  };
}

/** What the visitor said last, if the operator has not answered it; null: nothing that asks for an answer. */
function lastWords(entries: readonly ChatEntry[]): string | null {
  const last = entries.findLast(
    ({ content, sender }) => content.kind === 'requested' || (content.kind === 'message' && sender.kind !== 'system'),
  );
  if (last?.content.kind === 'requested') return last.content.question;
  return last?.content.kind === 'message' && last.sender.kind === 'visitor' ? last.content.body : null;
}
