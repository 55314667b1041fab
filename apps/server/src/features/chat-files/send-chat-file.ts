import type { ChatEntry } from '@foyer/protocol/chat';
import type { ChatOptions } from '@foyer/protocol/chat-options';
import { AppError } from '../../http/app-error.ts';
import { randomHex } from '../../http/new-id.ts';
import type { ChatService, OperatorInChat } from '../chats/chat-service.ts';
import type { ImageEncoder } from '../invite-images/encode-image.ts';
import { insertFile } from './chat-file-repository.ts';
import { examineFile, type KeepableFile } from './examine-file.ts';
import type { FileReceiver } from './receive-file.ts';

export interface ChatFileParts {
  readonly chats: ChatService;
  /** A site's choice about files; null: no such site. */
  readonly optionsOf: (siteId: string) => Promise<ChatOptions['files'] | null>;
  readonly receiver: FileReceiver;
  readonly encoder: ImageEncoder;
  readonly now: () => number;
}

/** Who sends a file into their chat. */
export type FileSender = { readonly visitorId: string } | OperatorInChat;

/** A file on its way in. */
export interface Upload {
  /** A repeat of the same file under it is stored once. */
  readonly cid: string;
  readonly name: string;
  readonly stream: AsyncIterable<Buffer>;
  readonly declaredBytes: number | null;
}

/** Takes a file in and stores it as an entry of a chat. Throws what the sender can act on; nothing of the file stays then. */
export async function sendChatFile(
  parts: ChatFileParts,
  siteId: string,
  chatId: string,
  by: FileSender,
  upload: Upload,
): Promise<ChatEntry> {
  const options = await parts.optionsOf(siteId);
  if (!options) throw new AppError('not_found', 'No such chat');
  const isVisitor = 'visitorId' in by;
  if (isVisitor ? !options.fromVisitors : !options.fromOperators)
    throw new AppError('forbidden', 'Files cannot be sent on this site');
  const maxBytes = (isVisitor ? options.visitorMegabytes : options.operatorMegabytes) * 1_048_576;
  const received = await parts.receiver.receive(upload.stream, upload.declaredBytes, maxBytes);
  try {
    const file = await examineFile(parts.encoder, received, {
      name: upload.name,
      allowsOffice: options.officeDocuments,
    });
    return await storeAsEntry(parts, siteId, chatId, by, { cid: upload.cid, fingerprint: received.sha256, file });
  } finally {
    await received.close();
  }
}

/** Stores a file that may be kept as an entry of a chat, once for a client id. */
export async function storeAsEntry(
  { chats, now }: Pick<ChatFileParts, 'chats' | 'now'>,
  siteId: string,
  chatId: string,
  by: FileSender,
  { cid, fingerprint, file }: { readonly cid: string; readonly fingerprint: string; readonly file: KeepableFile },
): Promise<ChatEntry> {
  const { visitorId } = await chats.get(siteId, chatId);
  const id = randomHex(16);
  const { name, mediaType, bytes, width, height, read } = file;
  return chats.sendFile(siteId, chatId, by, {
    cid,
    fingerprint,
    content: { kind: 'file', fileId: id, name, mediaType, bytes, width, height },
    alongside: (trx) =>
      insertFile(trx, {
        siteId,
        id,
        chatId,
        visitorId,
        senderKind: 'visitorId' in by ? 'visitor' : 'operator',
        name,
        mediaType,
        bytes,
        at: now(),
        read,
      }),
  });
}
