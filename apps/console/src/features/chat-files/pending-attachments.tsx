import type { Attachment } from '@foyer/protocol/chat-file';
import { ActionIcon } from '@mantine/core';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { createStore, useStore } from '../../api/create-store.ts';
import classes from './upload-list.module.css';
import { sendAttachments } from './uploads.ts';

/** Files of canned responses that go with the next message, by chat id. */
const pending = createStore<Readonly<Record<string, readonly Attachment[]>>>({});
const none: readonly Attachment[] = [];

/** Lets files go with the next message of a chat, each once. */
export function addAttachments(chatId: string, attachments: readonly Attachment[]): void {
  if (attachments.length === 0) return;
  pending.update((all) => {
    const there = all[chatId] ?? none;
    const added = attachments.filter(({ fileId }) => !there.some((one) => one.fileId === fileId));
    return { ...all, [chatId]: [...there, ...added] };
  });
}

/** Sends the files that were to go with this message. */
export function sendPendingAttachments(siteId: string, chatId: string): void {
  const attachments = pending.get()[chatId] ?? none;
  pending.update(({ [chatId]: _sent, ...rest }) => rest);
  sendAttachments(siteId, chatId, attachments);
}

/** The files that go with the next message, each to be taken off. */
export function PendingAttachments({ chatId }: { chatId: string }) {
  const { t } = useTranslation('chatFiles');
  const attachments = useStore(pending, (all) => all[chatId] ?? none);
  if (attachments.length === 0) return null;
  const remove = (fileId: string) =>
    pending.update((all) => ({ ...all, [chatId]: (all[chatId] ?? none).filter((one) => one.fileId !== fileId) }));
  return (
    <ul className={classes.list} aria-label={t('withNext')}>
      {attachments.map(({ fileId, name }) => (
        <li key={fileId} className={classes.row}>
          <IconPaperclip size={16} aria-hidden />
          <span className={classes.words}>
            <span className={classes.name}>{name}</span>
            <span className={classes.note}>{t('withNext')}</span>
          </span>
          <ActionIcon size="sm" aria-label={t('remove', { name })} onClick={() => remove(fileId)}>
            <IconX size={14} />
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
