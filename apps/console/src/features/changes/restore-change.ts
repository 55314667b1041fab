import type { ChangeDetail, ChangeKind } from '@foyer/protocol/change';
import { versionedSchema } from '@foyer/protocol/document';
import { isProblem, request } from '../../api/rest-client.ts';

type Document = Record<string, unknown>;

/** Documents that stand in a list, and those that a site has one of: their address below the site's. */
const lists: Partial<Record<ChangeKind, string>> = {
  alert: 'alerts',
  invite: 'invites',
  prospectRule: 'prospect-rules',
  experiment: 'experiments',
  department: 'departments',
  skill: 'skills',
  reportSchedule: 'report-schedules',
};
const singles: Partial<Record<ChangeKind, string>> = {
  exclusions: 'exclusions',
  referringSites: 'referring-sites',
  site: '',
  privacy: 'privacy',
};

/** What the server made itself, and does not take back. */
const serverMade = ['id', 'builtIn', 'key'];

/** Whether `restoreChange` can bring back what was before. */
export function canRestore({ kind, before }: Pick<ChangeDetail, 'kind' | 'before'>): boolean {
  return before !== null && (lists[kind] !== undefined || singles[kind] !== undefined);
}

/** Makes a document what it was before a change; one that is gone is made again. Throws `ApiError`. */
export async function restoreChange(siteId: string, { kind, documentId, before }: ChangeDetail): Promise<void> {
  const fields = Object.fromEntries(Object.entries(before ?? {}).filter(([name]) => !serverMade.includes(name)));
  const site = `/sites/${siteId}`;
  const list = lists[kind];
  if (list === undefined) {
    const single = singles[kind];
    await replace(single === '' ? site : `${site}/${single}`, fields);
    return;
  }
  try {
    await replace(`${site}/${list}/${documentId}`, fields);
  } catch (error) {
    if (!isProblem(error, 'not_found')) throw error;
    await request('POST', `${site}/${list}`, versionedSchema, fields);
  }
}

async function replace(path: string, fields: Document): Promise<void> {
  const { version } = await request('GET', path, versionedSchema);
  await request('PUT', path, versionedSchema, { ...fields, version });
}
