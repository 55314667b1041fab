import type { ChatSummary } from '@foyer/protocol/chat';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './chat-form.module.css';
import { ChatForm } from './chat-form.tsx';
import type { FormPlace } from './use-form-place.ts';

interface WithClientFormProps {
  chat: ChatSummary;
  /** Null: the chat has no form. */
  form: FormPlace | null;
  /** The conversation. */
  children: ReactNode;
}

/** The conversation, and in a tab beside it the custom client form where it stands there. A form once loaded stays. */
export function WithClientForm({ chat, form, children }: WithClientFormProps) {
  const { t } = useTranslation('clientForm');
  const id = useId();
  const [tab, setTab] = useState<'conversation' | 'form'>('conversation');
  const [isLoaded, setIsLoaded] = useState(false);
  if (form === null || form.place === 'split') return children;
  const choose = (next: typeof tab) => {
    setTab(next);
    if (next === 'form') setIsLoaded(true);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
    const next = tab === 'form' ? 'conversation' : 'form';
    choose(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  const tabs = [
    ['conversation', t('conversation')],
    ['form', form.form.title],
  ] as const;
  return (
    <>
      <div className={classes.tabs} role="tablist" aria-label={t('tabs')} onKeyDown={onKeyDown}>
        {tabs.map(([key, label]) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}`}
            className={classes.tab}
            aria-selected={tab === key}
            aria-controls={`${id}-panel-${key}`}
            tabIndex={tab === key ? 0 : -1}
            onClick={() => choose(key)}
          >
            {label}
          </button>
        ))}
      </div>
      <div
        id={`${id}-panel-conversation`}
        role="tabpanel"
        aria-labelledby={`${id}-conversation`}
        className={classes.pane}
        hidden={tab !== 'conversation'}
      >
        {children}
      </div>
      <div
        id={`${id}-panel-form`}
        role="tabpanel"
        aria-labelledby={`${id}-form`}
        className={classes.pane}
        hidden={tab !== 'form'}
      >
        {isLoaded || form.form.load === 'start' ? <ChatForm chat={chat} form={form.form} /> : null}
      </div>
    </>
  );
}
