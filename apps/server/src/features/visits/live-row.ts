import type { LiveVisit } from '@foyer/protocol/visit';
import { findEntryCost } from '@foyer/rules/find-entry-cost';
import type { Visit } from '@foyer/rules/visit';
import { visitState } from '@foyer/rules/visit-state';
import type { SiteConfiguration } from './site-configuration.ts';

/** A live visit as operators see it in the list, at this instant. */
export function toLiveRow(visit: Visit, { rules, alerts }: SiteConfiguration, now: number): LiveVisit {
  const alert = visit.alertId === null ? undefined : alerts.get(visit.alertId);
  const { currency } = rules.source;
  const entryCost = alert ? findEntryCost(alert, visit.entryPage, currency) : null;
  return {
    visitorId: visit.visitorId,
    visitId: visit.id,
    visitNumber: visit.visitNumber,
    state: visitState(visit, now, rules.source.idleMs),
    name: visit.visitor.name,
    company: visit.visitor.company,
    email: visit.visitor.email,
    startedAt: visit.startedAt,
    lastActivityAt: visit.lastActivityAt,
    leftAt: visit.disconnectedAt,
    pageUrl: visit.page.url,
    pageTitle: visit.page.title,
    pageCount: visit.pageCount,
    entryPage: visit.entryPage,
    referrer: visit.source.referrer,
    referrerHost: visit.source.referrerHost,
    referringSite: visit.source.referringSite,
    searchPhrase: visit.source.searchPhrase,
    firstReferrer: visit.visitor.firstReferrer ?? visit.source.referrerHost ?? 'direct',
    utmSource: visit.source.utm.source,
    utmMedium: visit.source.utm.medium,
    utmCampaign: visit.source.utm.campaign,
    country: visit.place.country,
    region: visit.place.region,
    city: visit.place.city,
    organisation: visit.place.organisation,
    address: visit.place.address,
    hostName: visit.place.hostName ?? null,
    language: visit.technology.language,
    browser: visit.technology.browser,
    os: visit.technology.os,
    device: visit.technology.device,
    alert: alert ? { id: alert.id, name: alert.name, icon: alert.icon, color: alert.color } : null,
    isProspect: visit.visitor.isProspect,
    isCustomer: visit.visitor.isCustomer,
    isBlocked: visit.visitor.isBlocked,
    prospectTypes: Object.keys(visit.fired).flatMap((ruleId) => visit.visitor.prospectTypes[ruleId] ?? []),
    isNewProspect: visit.isNewProspect,
    customer: visit.customer === 'undone' ? null : visit.customer,
    revenue: visit.revenue,
    cost: entryCost === null && visit.reportedCost === null ? null : (entryCost ?? 0) + (visit.reportedCost ?? 0),
    currency,
    chat: visit.chat ? { id: visit.chat.id, state: visit.chat.state, operatorName: null } : null,
    invite: visit.invitation
      ? { inviteId: visit.invitation.inviteId, state: visit.invitation.state, source: visit.invitation.source }
      : null,
  };
}
