import {
  maxSavedViews,
  type SavedView,
  type SavedViewChange,
  type SavedViewInput,
  type SavedViewList,
  savedViewSchema,
} from '@foyer/protocol/saved-view';
import { foldText } from '@foyer/rules/fold-text';
import type { Kysely, Selectable } from 'kysely';
import { AppError } from '../../http/app-error.ts';
import { newId } from '../../http/new-id.ts';
import type { Database } from '../../storage/tables.ts';

/** Whose the shared ones are. */
const everybody = '';

function toSavedView(row: Selectable<Database['saved_view']>): SavedView {
  return savedViewSchema.parse({
    ...JSON.parse(row.body),
    id: row.id,
    version: row.version,
    list: row.list,
    shared: row.owner_id === everybody,
  });
}

/** An operator's own views and the shared ones, of one list or of all, by name. */
export async function selectSavedViews(
  db: Kysely<Database>,
  siteId: string,
  operatorId: string,
  list: SavedViewList | undefined,
): Promise<SavedView[]> {
  let query = db
    .selectFrom('saved_view')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('owner_id', 'in', [operatorId, everybody]);
  if (list !== undefined) query = query.where('list', '=', list);
  return (await query.orderBy('name_key').orderBy('id').execute()).map(toSavedView);
}

/** One of an operator's own views, or a shared one; null: they have none such. */
export async function findSavedView(
  db: Kysely<Database>,
  siteId: string,
  operatorId: string,
  id: string,
): Promise<SavedView | null> {
  const row = await db
    .selectFrom('saved_view')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('owner_id', 'in', [operatorId, everybody])
    .executeTakeFirst();
  return row ? toSavedView(row) : null;
}

interface Author {
  readonly operatorId: string;
  readonly name: string;
}

/** What is kept of a view, and by which key it is unique. */
const columnsOf = (author: Author, { name, query, shared }: Omit<SavedViewInput, 'list'>) => ({
  owner_id: shared ? everybody : author.operatorId,
  name_key: foldText(name),
  body: JSON.stringify({ name, query, savedBy: author.name }),
});

/** Adds one. Throws `conflict` when there are as many as can be; breaks the unique key when the name is taken. */
export async function insertSavedView(
  db: Kysely<Database>,
  siteId: string,
  author: Author,
  input: SavedViewInput,
): Promise<SavedView> {
  const row = { site_id: siteId, id: newId(), version: 1, list: input.list, ...columnsOf(author, input) };
  const { count } = await db
    .selectFrom('saved_view')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('site_id', '=', siteId)
    .where('owner_id', '=', row.owner_id)
    .executeTakeFirstOrThrow();
  if (Number(count) >= maxSavedViews)
    throw new AppError('conflict', `There can be at most ${maxSavedViews} saved views: delete one that is not needed`);
  await db.insertInto('saved_view').values(row).execute();
  return toSavedView(row);
}

/** Changes one that still has this version; null: it has another, or is gone. Breaks the unique key when the name is taken. */
export async function updateSavedView(
  db: Kysely<Database>,
  siteId: string,
  author: Author,
  id: string,
  { version, ...change }: SavedViewChange,
): Promise<SavedView | null> {
  const row = await db
    .updateTable('saved_view')
    .set((eb) => ({ ...columnsOf(author, change), version: eb('version', '+', 1) }))
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('owner_id', 'in', [author.operatorId, everybody])
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  return row ? toSavedView(row) : null;
}

/** Deletes one that still has this version; false: it has another, or is gone. */
export async function deleteSavedView(
  db: Kysely<Database>,
  siteId: string,
  operatorId: string,
  id: string,
  version: number,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('saved_view')
    .where('site_id', '=', siteId)
    .where('id', '=', id)
    .where('owner_id', 'in', [operatorId, everybody])
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return Number(numDeletedRows) === 1;
}
