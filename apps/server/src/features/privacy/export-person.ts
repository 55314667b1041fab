import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { gatherPerson } from './person.ts';
import { readRows, type StoredRow } from './person-table.ts';
import { personTables } from './person-tables.ts';

/** Bytes of files that stand in an export themselves; beyond, it tells where they are. */
const inlineBytes = 20 * 1_048_576;

/** Everything that is stored of one visitor. */
export interface PersonExport {
  format: 'foyer.visitor';
  formatVersion: 1;
  site: { id: string; name: string };
  visitorId: string;
  exportedAt: string;
  /** Rows by table, with instants in ISO 8601 and without what tells a person nothing. */
  data: Record<string, Record<string, unknown>[]>;
  files: {
    id: string;
    chatId: string;
    name: string;
    mediaType: string;
    bytes: number;
    base64: string | null;
    href: string;
  }[];
}

/** Reads all that is stored of a visitor; null: nothing is. `db` is for slow reads. */
export async function exportPerson(
  db: Kysely<Database>,
  site: { id: string; name: string },
  visitorId: string,
  { areAddressesCut, now }: { areAddressesCut: boolean; now: number },
): Promise<PersonExport | null> {
  const person = await gatherPerson(db, site.id, visitorId, areAddressesCut);
  const data: PersonExport['data'] = {};
  for (const [table, rule] of Object.entries(personTables)) {
    if (table === 'chat_file_piece') continue; // their bytes stand with the files
    const rows = await readRows(db, table, rule, person);
    if (rows.length > 0) data[table] = rows.map((row) => readable(row, rule.unexported ?? []));
  }
  if (Object.keys(data).length === 0) return null;
  return {
    format: 'foyer.visitor',
    formatVersion: 1,
    site,
    visitorId,
    exportedAt: new Date(now).toISOString(),
    data,
    files: await readFiles(db, site.id, person.fileIds),
  };
}

async function readFiles(db: Kysely<Database>, siteId: string, ids: readonly string[]): Promise<PersonExport['files']> {
  const files: PersonExport['files'] = [];
  let room = inlineBytes;
  for (const id of ids) {
    const file = await db
      .selectFrom('chat_file')
      .selectAll()
      .where('site_id', '=', siteId)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!file) continue;
    let base64: string | null = null;
    if (file.bytes <= room) {
      const pieces = await db
        .selectFrom('chat_file_piece')
        .select('content')
        .where('site_id', '=', siteId)
        .where('file_id', '=', id)
        .orderBy(sql`place`)
        .execute();
      base64 = Buffer.concat(pieces.map(({ content }) => content)).toString('base64');
      room -= file.bytes;
    }
    files.push({
      id,
      chatId: file.chat_id,
      name: file.name,
      mediaType: file.media_type,
      bytes: file.bytes,
      base64,
      href: `/api/v1/sites/${siteId}/chats/${file.chat_id}/files/${id}`,
    });
  }
  return files;
}

/** Instants as people write them, JSON as it is meant. */
function readable(row: StoredRow, unexported: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([column]) => column !== 'site_id' && !unexported.includes(column))
      .map(([column, value]) => [column, readableValue(column, value)]),
  );
}

function readableValue(column: string, value: unknown): unknown {
  const isInstant = column === 'at' || column.endsWith('_at') || column.endsWith('_since') || column === 'until';
  if (isInstant && typeof value === 'number' && value > 0) return new Date(value).toISOString();
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
