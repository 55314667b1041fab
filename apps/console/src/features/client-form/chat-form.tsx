import type { ChatSummary } from '@foyer/protocol/chat';
import type { ClientForm, OpenedForm } from '@foyer/protocol/client-form';
import { Button } from '@mantine/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { useVisitDetail } from '../visitors/use-visit-detail.ts';
import { answerForm } from './answer-form.ts';
import classes from './chat-form.module.css';
import { openForm } from './client-form-api.ts';
import { FormFrame } from './form-frame.tsx';

const lookEveryMs = 2000;

/** The form of a chat, loaded; again when contact details or survey answers change, if the site wants that. */
export function ChatForm({ chat, form }: { chat: ChatSummary; form: ClientForm }) {
  const [opened, setOpened] = useState<OpenedForm | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { siteId, id: chatId } = chat;
  const load = useCallback(() => {
    setError(null);
    openForm(siteId, chatId).then(setOpened, setError);
  }, [siteId, chatId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another form is another page
  useEffect(load, [load, form.version]);
  useReload(chat, form, opened, setOpened);
  return (
    <>
      {chat.visitId === null ? null : <VisitWatch siteId={siteId} visitId={chat.visitId} />}
      {error !== null ? (
        <Failure error={error} onRetry={load} />
      ) : opened === null ? (
        <Loading />
      ) : (
        <FormFrame opened={opened} title={form.title} onAsked={(message) => answerForm(chat, message)} />
      )}
    </>
  );
}

/** Has the visit told, also where no panel shows it. */
function VisitWatch({ siteId, visitId }: { siteId: string; visitId: string }) {
  useVisitDetail(siteId, visitId);
  return null;
}

/** Looks, when the visit changed, whether what the form was filled with did; at most once every two seconds. */
function useReload(
  chat: ChatSummary,
  form: ClientForm,
  opened: OpenedForm | null,
  onReloaded: (opened: OpenedForm) => void,
): void {
  const { siteId, id: chatId, visitId } = chat;
  const known = useRef<string | null>(null);
  known.current = opened?.fingerprint ?? null;
  useEffect(() => {
    if (!form.reloadOnSurvey) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      openForm(siteId, chatId).then(
        (now) => {
          if (known.current !== null && now.fingerprint !== known.current) onReloaded(now);
        },
        () => undefined, // the form on the screen stays
      );
    };
    const stop = operatorSocket.onFrame((frame) => {
      const isVisit = frame.type === 'visit.changed' && frame.detail.visit.id === visitId;
      const isChat = frame.type === 'chat.changed' && frame.chat.id === chatId;
      if (isVisit || isChat) timer ??= setTimeout(look, lookEveryMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [siteId, chatId, visitId, form.reloadOnSurvey, onReloaded]);
}

/** Loads the form at once, or when the operator asks for it, as the site wants. */
export function SplitForm({ chat, form }: { chat: ChatSummary; form: ClientForm }) {
  const { t } = useTranslation('clientForm');
  const [isOpen, setIsOpen] = useState(form.load === 'start');
  return (
    <aside className={classes.split} aria-label={form.title}>
      <h2 className={classes.title}>{form.title}</h2>
      {isOpen ? (
        <ChatForm chat={chat} form={form} />
      ) : (
        <div className={classes.waiting}>
          <Button variant="default" onClick={() => setIsOpen(true)}>
            {t('open', { title: form.title })}
          </Button>
        </div>
      )}
    </aside>
  );
}
