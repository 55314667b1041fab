import type { EntryContent } from '@foyer/protocol/chat';
import { type Kysely, type Migration, sql } from 'kysely';
import { contactSeq, searchableText } from '../searchable-text.ts';
import { joinWords } from '../split-words.ts';
import { createTable, type Dialect } from './column-types.ts';

/** The index of what was said in chats, indices for lists of chats in every order, and saved views. */
export function chatLists(dialect: Dialect): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await createTable(
        db.schema,
        dialect,
        'chat_text',
        { site_id: 't', chat_id: 't', seq: 'n', words: 't' },
        { primaryKey: ['site_id', 'chat_id', 'seq'] },
      );
      await (dialect === 'sqlite' ? indexWordsOnSqlite(db) : indexWordsOnPostgres(db));
      await fill(db);
      await indexLists(db);
      await createTable(
        db.schema,
        dialect,
        'saved_view',
        {
          site_id: 't',
          id: 't',
          // Whose it is alone; empty: everybody's of the site.
          owner_id: 't',
          list: 't',
          name_key: 't',
          version: 'n',
          body: 't',
        },
        { primaryKey: ['site_id', 'id'], unique: [['site_id', 'owner_id', 'list', 'name_key']] },
      );
    },
  };
}

/**
 * Words are split by us and stored with blanks between them, so the tokenizer has nothing to decide. An entry's row is the
 * chat's number × 2^20 + the entry's place: the entries of a chat, and chats of one time, stand together. What is deleted
 * leaves the index at once (`secure-delete`).
 */
async function indexWordsOnSqlite(db: Kysely<unknown>): Promise<void> {
  await sql`create table chat_number (
    number integer primary key autoincrement, site_id text not null, chat_id text not null,
    constraint chat_number_unique_1 unique (site_id, chat_id)) strict`.execute(db);
  await sql`create virtual table chat_word using fts5(words, content = '', tokenize = 'ascii')`.execute(db);
  await sql`insert into chat_word (chat_word, rank) values ('secure-delete', 1)`.execute(db);
  await sql`create trigger chat_text_added after insert on chat_text begin
    insert into chat_number (site_id, chat_id) values (new.site_id, new.chat_id) on conflict do nothing;
    insert into chat_word (rowid, words)
      select number * 1048576 + new.seq, new.words from chat_number where site_id = new.site_id and chat_id = new.chat_id;
  end`.execute(db);
  await sql`create trigger chat_text_removed after delete on chat_text begin
    insert into chat_word (chat_word, rowid, words)
      select 'delete', number * 1048576 + old.seq, old.words from chat_number where site_id = old.site_id and chat_id = old.chat_id;
    delete from chat_number where site_id = old.site_id and chat_id = old.chat_id
      and not exists (select 1 from chat_text where site_id = old.site_id and chat_id = old.chat_id);
  end`.execute(db);
}

/** The same words at the same places, whatever a text search configuration would make of them. */
async function indexWordsOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create function chat_text_vector(words text) returns tsvector immutable strict parallel safe language sql as $$
    select coalesce(string_agg('''' || word || ''':' || place, ' '), '')::tsvector
    from unnest(string_to_array(words, ' ')) with ordinality as w(word, place) where word <> '' and place < 16384
  $$`.execute(db);
  await sql`alter table chat_text add column vector tsvector generated always as (chat_text_vector(words)) stored`.execute(
    db,
  );
  await sql`create index chat_text_by_word on chat_text using gin (vector)`.execute(db);
}

interface EntryRow {
  site_id: string;
  chat_id: string;
  seq: number;
  content: string;
}
interface ChatRow {
  site_id: string;
  id: string;
  visitor_name: string | null;
  visitor_email: string | null;
}
const pageSize = 500;

/** Puts the chats that there are into the index, oldest first. */
async function fill(db: Kysely<unknown>): Promise<void> {
  let after = { site_id: '', id: '' };
  for (;;) {
    const { rows: chats } = await sql<ChatRow>`
      select site_id, id, visitor_name, visitor_email from chat
      where site_id > ${after.site_id} or (site_id = ${after.site_id} and id > ${after.id})
      order by site_id, id limit ${pageSize}`.execute(db);
    const last = chats.at(-1);
    if (!last) return;
    const contacts = chats.map((chat) => ({
      site_id: chat.site_id,
      chat_id: chat.id,
      seq: contactSeq,
      words: joinWords(`${chat.visitor_name ?? ''}\n${chat.visitor_email ?? ''}`),
    }));
    await insert(db, contacts);
    const ids = chats.map(({ id }) => id);
    const { rows: entries } = await sql<EntryRow>`
      select site_id, chat_id, seq, content from chat_entry
      where site_id in (${sql.join([...new Set(chats.map((chat) => chat.site_id))])}) and chat_id in (${sql.join(ids)})`.execute(
      db,
    );
    await insert(
      db,
      entries.flatMap(({ content, ...entry }) => {
        const words = joinWords(searchableText(JSON.parse(content) as EntryContent));
        return words === '' ? [] : [{ ...entry, words }];
      }),
    );
    after = last;
  }
}

async function insert(db: Kysely<unknown>, rows: (Omit<EntryRow, 'content'> & { words: string })[]): Promise<void> {
  for (let from = 0; from < rows.length; from += pageSize)
    await sql`insert into chat_text (site_id, chat_id, seq, words) values ${sql.join(
      rows.slice(from, from + pageSize).map((row) => sql`(${row.site_id}, ${row.chat_id}, ${row.seq}, ${row.words})`),
    )}`.execute(db);
}

/** A list is read along one of these, from any place, in both directions. */
async function indexLists(db: Kysely<unknown>): Promise<void> {
  for (const replaced of ['chat_by_request', 'chat_by_state', 'chat_by_department'])
    await sql`drop index ${sql.ref(replaced)}`.execute(db);
  await sql`create index chat_by_requested on chat (site_id, requested_at, id)`.execute(db);
  await sql`create index chat_by_state on chat (site_id, state, requested_at, id)`.execute(db);
  await sql`create index chat_by_department on chat (site_id, department_id, requested_at, id) where department_id is not null`.execute(
    db,
  );
  await sql`create index chat_by_staff on chat (site_id, operator_id, requested_at, id) where operator_id is not null`.execute(
    db,
  );
  await sql`create index chat_by_rating on chat (site_id, rating, requested_at, id)`.execute(db);
  await sql`create index chat_by_wait on chat (site_id, (coalesce(accepted_at, ended_at) - requested_at), requested_at, id)`.execute(
    db,
  );
  await sql`create index chat_by_length on chat (site_id, (ended_at - accepted_at), requested_at, id)`.execute(db);
}
