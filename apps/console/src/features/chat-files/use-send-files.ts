import type { ChatSummary } from '@foyer/protocol/chat';
import { acceptedEndings } from '@foyer/protocol/chat-file';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { useChatOptions } from '../chat-options/chat-options-api.ts';
import { sendFiles } from './uploads.ts';

/** The way to send files into a chat, and the endings to choose from; null where the site allows none, or somebody else has it. */
export function useSendFiles(
  chat: Pick<ChatSummary, 'siteId' | 'id' | 'operatorId'>,
): { accept: string; send(files: Iterable<File>): void } | null {
  const { t } = useTranslation('chatFiles');
  const { files: options } = useChatOptions(chat.siteId);
  const me = useMe();
  if (!options.fromOperators || chat.operatorId !== me.id) return null;
  const megabytes = options.operatorMegabytes;
  const faultOf = ({ size }: File) =>
    size === 0 ? t('empty') : size > megabytes * 1_048_576 ? t('tooLarge', { megabytes }) : null;
  return {
    accept: acceptedEndings(options.officeDocuments),
    send: (files) => sendFiles(chat.siteId, chat.id, [...files], faultOf),
  };
}
