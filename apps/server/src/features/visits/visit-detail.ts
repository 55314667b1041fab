import type { VisitDetail } from '@foyer/protocol/visit';
import type { Visit } from '@foyer/rules/visit';
import type { VisitStore } from '../../bus/visit-store.ts';
import type { Storage } from '../../storage/storage.ts';
import { listChatsOfVisitor } from '../chats/list-chats.ts';
import { listInvitations } from './invitation-repository.ts';
import { listLedger } from './ledger-repository.ts';
import { toLiveRow } from './live-row.ts';
import type { SiteConfigurations } from './site-configuration.ts';
import { findVisit, listPageViews, listVisits } from './visit-repository.ts';

const earlierShown = 20;
const ledgerShown = 50;

/** Everything a visit's detail shows; null: no such visit on this site. */
export async function describeVisit(
  parts: { storage: Storage; store: VisitStore<Visit>; configurations: SiteConfigurations; now: () => number },
  siteId: string,
  visitId: string,
): Promise<VisitDetail | null> {
  const { db } = parts.storage;
  const configuration = await parts.configurations.find(siteId);
  const visit = configuration && (await findVisit(db, configuration.site, visitId));
  if (!visit) return null;
  const [pages, invitations, visits, chats, ledger, live] = await Promise.all([
    listPageViews(db, siteId, visitId),
    listInvitations(db, siteId, visitId),
    listVisits(db, configuration.site, { visitorId: visit.visitorId, cursor: visitId, limit: earlierShown }),
    listChatsOfVisitor(db, siteId, visit.visitorId, earlierShown),
    listLedger(db, siteId, { visitorId: visit.visitorId, visitId }, ledgerShown),
    parts.store.get(siteId, visit.visitorId).catch(() => null),
  ]);
  return {
    visit,
    live: live?.id === visitId ? toLiveRow(live, configuration, parts.now()) : null,
    pages,
    invitations,
    ledger,
    earlierVisits: visits,
    chats: chats.map(({ id, state, requestedAt, operatorName }) => ({ id, state, requestedAt, operatorName })),
  };
}
