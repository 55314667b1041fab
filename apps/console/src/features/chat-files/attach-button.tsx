import type { ChatSummary } from '@foyer/protocol/chat';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSendFiles } from './use-send-files.ts';

/** Chooses files to send, where the site allows it. */
export function AttachButton({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('chatFiles');
  const files = useSendFiles(chat);
  const input = useRef<HTMLInputElement>(null);
  if (files === null) return null;
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept={files.accept}
        className="visually-hidden"
        tabIndex={-1}
        aria-hidden
        data-testid="chat-files"
        onChange={(event) => {
          files.send(event.currentTarget.files ?? []);
          event.currentTarget.value = ''; // the same file may be chosen again
        }}
      />
      <Tooltip label={t('attach')}>
        <ActionIcon aria-label={t('attach')} onClick={() => input.current?.click()}>
          <IconPaperclip size={18} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
