import type { ChatSummary } from '@foyer/protocol/chat';
import type { SpiderHit, VisitorRow, VisitRow } from '@foyer/protocol/visit-list';
import type { Cell, CellKind, ExportColumn } from './export-table.ts';

/** A column of an exported list: what it is called, and what a row has in it. */
export interface ListColumn<Row> extends ExportColumn {
  readonly of: (row: Row) => Cell;
}

const columnsOf =
  <Row>() =>
  (columns: Readonly<Record<string, readonly [title: string, kind: CellKind, of: (row: Row) => Cell]>>) =>
    Object.entries(columns).map(([id, [title, kind, of]]): ListColumn<Row> => ({ id, title, kind, of }));

const seconds = (ms: number | null) => (ms === null ? null : ms / 1000);

export const visitColumns = columnsOf<VisitRow>()({
  startedAt: ['Began', 'instant', (visit) => visit.startedAt],
  visitorName: ['Name', 'text', (visit) => visit.visitorName],
  company: ['Company', 'text', (visit) => visit.company],
  visitNumber: ['Visit number', 'number', (visit) => visit.visitNumber],
  pageCount: ['Page views', 'number', (visit) => visit.pageCount],
  visible: ['Minutes viewing', 'seconds', (visit) => seconds(visit.visibleMs)],
  entryPage: ['Entry page', 'text', (visit) => visit.entryPage],
  referrer: ['Referrer', 'text', (visit) => visit.referrer],
  firstReferrer: ['First referrer', 'text', (visit) => visit.firstReferrer],
  referringSite: ['Referring site', 'text', (visit) => visit.referringSite],
  searchPhrase: ['Search phrase', 'text', (visit) => visit.searchPhrase],
  utmSource: ['Source', 'text', (visit) => visit.utmSource],
  utmMedium: ['Medium', 'text', (visit) => visit.utmMedium],
  utmCampaign: ['Campaign', 'text', (visit) => visit.utmCampaign],
  country: ['Country', 'text', (visit) => visit.country],
  region: ['Region', 'text', (visit) => visit.region],
  city: ['City', 'text', (visit) => visit.city],
  organisation: ['Organisation', 'text', (visit) => visit.organisation],
  address: ['IP address', 'text', (visit) => visit.address],
  browser: ['Browser', 'text', (visit) => visit.browser],
  os: ['Operating system', 'text', (visit) => visit.os],
  device: ['Device', 'text', (visit) => visit.device],
  language: ['Language', 'text', (visit) => visit.language],
  alert: ['Alert', 'text', (visit) => visit.alertName],
  prospectTypes: ['Prospect types', 'text', (visit) => visit.prospectTypes.join('; ') || null],
  customer: ['Customer', 'text', (visit) => visit.customer],
  revenue: ['Revenue', 'money', (visit) => visit.revenue],
  cost: ['Click cost', 'money', (visit) => visit.cost],
  visitId: ['Visit', 'text', (visit) => visit.id],
  visitorId: ['Visitor', 'text', (visit) => visit.visitorId],
});

export const visitorColumns = columnsOf<VisitorRow>()({
  name: ['Name', 'text', (visitor) => visitor.name],
  company: ['Company', 'text', (visitor) => visitor.company],
  email: ['E-mail', 'text', (visitor) => visitor.email],
  phone: ['Phone', 'text', (visitor) => visitor.phone],
  firstVisitAt: ['First visit', 'instant', (visitor) => visitor.firstVisitAt],
  lastVisitAt: ['Last visit', 'instant', (visitor) => visitor.lastVisitAt],
  visitCount: ['Visits', 'number', (visitor) => visitor.visitCount],
  pageCount: ['Page views', 'number', (visitor) => visitor.pageCount],
  visible: ['Time viewing', 'seconds', (visitor) => seconds(visitor.visibleMs)],
  firstReferrer: ['First referrer', 'text', (visitor) => visitor.firstReferrer],
  chatCount: ['Chats', 'number', (visitor) => visitor.chatCount],
  revenue: ['Revenue', 'money', (visitor) => visitor.revenue],
  isProspect: ['Prospect', 'flag', (visitor) => visitor.isProspect],
  isCustomer: ['Customer', 'flag', (visitor) => visitor.isCustomer],
  isBlocked: ['Blocked', 'flag', (visitor) => visitor.isBlocked],
  country: ['Country', 'text', (visitor) => visitor.country],
  city: ['City', 'text', (visitor) => visitor.city],
  organisation: ['Organisation', 'text', (visitor) => visitor.organisation],
  browser: ['Browser', 'text', (visitor) => visitor.browser],
  device: ['Device', 'text', (visitor) => visitor.device],
  visitorId: ['Visitor', 'text', (visitor) => visitor.id],
});

export const spiderColumns = columnsOf<SpiderHit>()({
  at: ['Time', 'instant', (hit) => hit.at],
  name: ['Spider', 'text', (hit) => hit.name],
  url: ['Page', 'text', (hit) => hit.url],
  address: ['IP address', 'text', (hit) => hit.address],
});

export const chatColumns = columnsOf<ChatSummary>()({
  requestedAt: ['Requested', 'instant', (chat) => chat.requestedAt],
  state: ['State', 'text', (chat) => chat.state],
  visitorName: ['Name', 'text', (chat) => chat.visitorName],
  visitorEmail: ['E-mail', 'text', (chat) => chat.visitorEmail],
  operator: ['Operator', 'text', (chat) => chat.operatorName],
  department: ['Department', 'text', (chat) => chat.departmentName],
  skills: ['Skills', 'text', (chat) => chat.skills.map(({ name }) => name).join('; ') || null],
  acceptedAt: ['Taken', 'instant', (chat) => chat.acceptedAt],
  endedAt: ['Ended', 'instant', (chat) => chat.endedAt],
  waited: [
    'Waited',
    'seconds',
    ({ acceptedAt, endedAt, requestedAt }) => {
      const until = acceptedAt ?? endedAt;
      return until === null ? null : (until - requestedAt) / 1000;
    },
  ],
  length: [
    'Length',
    'seconds',
    ({ acceptedAt, endedAt }) => (acceptedAt === null || endedAt === null ? null : (endedAt - acceptedAt) / 1000),
  ],
  missedReason: ['Missed because', 'text', (chat) => chat.missedReason],
  answered: ['Answered', 'text', (chat) => chat.answered?.way ?? null],
  answeredBy: ['Answered by', 'text', (chat) => chat.answered?.operatorName ?? null],
  rating: ['Rating', 'number', (chat) => chat.rating],
  wrapUp: ['Wrap-up', 'text', (chat) => chat.wrapUp?.path.join(' / ') ?? null],
  tags: [
    'Tags',
    'text',
    (chat) => chat.tags.map(({ name, value }) => (value === null ? name : `${name}: ${value}`)).join('; ') || null,
  ],
  country: ['Country', 'text', (chat) => chat.country],
  page: ['Page', 'text', (chat) => chat.pageUrl],
  chatId: ['Chat', 'text', (chat) => chat.id],
  visitorId: ['Visitor', 'text', (chat) => chat.visitorId],
});
