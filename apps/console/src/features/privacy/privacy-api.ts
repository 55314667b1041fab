import {
  type ErasureReceipt,
  erasureReceiptSchema,
  type LegalHold,
  legalHoldSchema,
  type Privacy,
  privacySchema,
} from '@foyer/protocol/privacy';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { request, requestNothing } from '../../api/rest-client.ts';

export const privacyQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'privacy'],
    queryFn: () => request('GET', `/sites/${siteId}/privacy`, privacySchema),
    staleTime: Number.POSITIVE_INFINITY, // a change is told over the socket
  });

/** Fails with `conflict` when the settings have been changed since they were read. */
export function changePrivacy(siteId: string, privacy: Privacy): Promise<Privacy> {
  return request('PUT', `/sites/${siteId}/privacy`, privacySchema, privacy);
}

/** All that is stored of a visitor, as the file that is handed over. */
export async function readPersonExport(siteId: string, visitorId: string): Promise<Blob> {
  const data = await request('GET', `/sites/${siteId}/visitors/${visitorId}/export`, z.looseObject({}));
  return new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' });
}

export function erasePerson(siteId: string, visitorId: string): Promise<ErasureReceipt> {
  return request('POST', `/sites/${siteId}/visitors/${visitorId}/erase`, erasureReceiptSchema, { confirm: visitorId });
}

const holdPath = (siteId: string, visitorId: string) => `/sites/${siteId}/visitors/${visitorId}/legal-hold`;

/** The hold that keeps a visitor; null: none. */
export const holdQuery = (siteId: string, visitorId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'legalHold', visitorId],
    queryFn: async () =>
      (await request('GET', holdPath(siteId, visitorId), z.object({ hold: legalHoldSchema.nullable() }))).hold,
  });

export function holdVisitor(siteId: string, visitorId: string, reason: string): Promise<LegalHold> {
  return request('PUT', holdPath(siteId, visitorId), legalHoldSchema, { reason });
}

export function liftHold(siteId: string, visitorId: string): Promise<void> {
  return requestNothing('DELETE', holdPath(siteId, visitorId));
}
