import { fileLimits } from '@foyer/protocol/chat-file';
import type { Kysely } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';

/** A file of a chat, without its bytes. */
export interface StoredFile {
  readonly id: string;
  readonly chatId: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** A file about to be stored, and where its bytes are. */
export interface NewFile extends StoredFile {
  readonly siteId: string;
  readonly visitorId: string;
  readonly senderKind: 'visitor' | 'operator';
  readonly at: number;
  readonly read: (start: number, length: number) => Promise<Buffer>;
}

const pieceBytes = 524_288;
const dayMs = 86_400_000;

/** Stores a file in pieces. Throws `too_large` when there is no room for it. Within the transaction that locks its chat. */
export async function insertFile(trx: Kysely<Database>, file: NewFile): Promise<void> {
  await refuseFull(trx, file);
  await trx
    .insertInto('chat_file')
    .values({
      site_id: file.siteId,
      id: file.id,
      chat_id: file.chatId,
      visitor_id: file.visitorId,
      sender_kind: file.senderKind,
      name: file.name,
      media_type: file.mediaType,
      bytes: file.bytes,
      uploaded_at: file.at,
    })
    .execute();
  for (let place = 0; place * pieceBytes < file.bytes; place++)
    await trx
      .insertInto('chat_file_piece')
      .values({
        site_id: file.siteId,
        file_id: file.id,
        place,
        content: await file.read(place * pieceBytes, pieceBytes),
      })
      .execute();
}

/** Throws when a chat, its visitor or its site has as much as it may have. */
async function refuseFull(trx: Kysely<Database>, file: NewFile): Promise<void> {
  const sum = async (of: 'chat' | 'visitor' | 'site') => {
    let query = trx
      .selectFrom('chat_file')
      .select((eb) => [eb.fn.countAll().as('files'), eb.fn.sum('bytes').as('bytes')])
      .where('site_id', '=', file.siteId);
    if (of === 'chat') query = query.where('chat_id', '=', file.chatId);
    if (of === 'visitor')
      query = query
        .where('visitor_id', '=', file.visitorId)
        .where('sender_kind', '=', 'visitor')
        .where('uploaded_at', '>', file.at - dayMs);
    const row = await query.executeTakeFirst();
    return { files: Number(row?.files ?? 0), bytes: Number(row?.bytes ?? 0) };
  };
  const inChat = await sum('chat');
  if (inChat.files >= fileLimits.chatFiles || inChat.bytes + file.bytes > fileLimits.chatBytes)
    throw full('This chat has as many files as it can have');
  if (file.senderKind === 'visitor' && (await sum('visitor')).bytes + file.bytes > fileLimits.visitorDayBytes)
    throw full(`You can send ${fileLimits.visitorDayBytes / 1_048_576} MB in a day, and this would be more`);
  if ((await sum('site')).bytes + file.bytes > fileLimits.siteBytes)
    throw full('There is no room for more files on this site');
}

function full(message: string): AppError {
  return new AppError('too_large', message, { fields: [{ path: 'file', message }] });
}

/** A file of a chat of a site, or null. */
export async function findFile(
  db: Kysely<Database>,
  siteId: string,
  id: string,
  chatId?: string,
): Promise<StoredFile | null> {
  let query = db
    .selectFrom('chat_file')
    .select(['id', 'chat_id as chatId', 'name', 'media_type as mediaType', 'bytes'])
    .where('site_id', '=', siteId)
    .where('id', '=', id);
  if (chatId !== undefined) query = query.where('chat_id', '=', chatId);
  return (await query.executeTakeFirst()) ?? null;
}

/** The bytes of a file, piece by piece, as fast as they are taken. */
export async function* readPieces(db: Kysely<Database>, siteId: string, id: string): AsyncGenerator<Buffer> {
  for (let place = 0; ; place++) {
    const row = await db
      .selectFrom('chat_file_piece')
      .select('content')
      .where('site_id', '=', siteId)
      .where('file_id', '=', id)
      .where('place', '=', place)
      .executeTakeFirst();
    if (!row) return;
    yield Buffer.from(row.content);
  }
}
