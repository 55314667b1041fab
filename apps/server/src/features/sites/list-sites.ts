import type { Site } from '@foyer/protocol/site';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { findSite, findSiteByKey, selectSites, updateCodeSeen } from './site-repository.ts';

/** Sites by name: all, or those whose ids are given. */
export function listSites(db: Kysely<Database>, only: ReadonlySet<string> | null): Promise<Site[]> {
  return selectSites(db, only);
}

/** One site by its id, or null. */
export function lookUpSite(db: Kysely<Database>, siteId: string): Promise<Site | null> {
  return findSite(db, siteId);
}

/** One site by the public key of its tracking code, or null. */
export function lookUpSiteByKey(db: Kysely<Database>, key: string): Promise<Site | null> {
  return findSiteByKey(db, key);
}

/** Stores when and where the tracking code was last seen. */
export function noteCodeSeen(db: Kysely<Database>, siteId: string, at: number, url: string): Promise<void> {
  return updateCodeSeen(db, siteId, at, url);
}
