import type { Generated } from 'kysely';

/** All tables, in the columns' own names. Instants: epoch ms. Flags: 0 or 1. `body` and its like: JSON text. */
export interface Database {
  installation: InstallationTable;
  site: SiteTable;
  operator: OperatorTable;
  operator_site: OperatorSiteTable;
  session: SessionTable;
  one_time_sign_in: OneTimeSignInTable;
  alert: DocumentTable & { built_in: number };
  invite: DocumentTable;
  exclusions: SingleDocumentTable;
  referring_sites: SingleDocumentTable;
  visitor: VisitorTable;
  visit: VisitTable;
  page_view: PageViewTable;
  spider_hit: SpiderHitTable;
  invitation: InvitationTable;
  day_total: DayTotalTable;
  chat: ChatTable;
  chat_entry: ChatEntryTable;
  visitor_token: VisitorTokenTable;
}

interface InstallationTable {
  name: string;
  value: string;
}

interface SiteTable {
  id: string;
  key: string;
  version: number;
  body: string;
  created_at: number;
  code_seen_at: number | null;
  code_seen_url: string | null;
}

interface OperatorTable {
  id: string;
  email: string;
  name: string;
  role: string;
  password_hash: string | null;
  status: string;
  max_chats: number;
  disabled: number;
  /** Grows when sessions must end: password change, disabling, role change. */
  session_epoch: number;
  /** Touched by each accept: its row lock lines up one operator's accepts, so the chat limit holds. */
  accepts: Generated<number>;
  version: number;
  created_at: number;
}

interface OperatorSiteTable {
  site_id: string;
  operator_id: string;
}

interface SessionTable {
  /** SHA-256 of the cookie's token, hex. */
  token_hash: string;
  operator_id: string;
  session_epoch: number;
  created_at: number;
  last_seen_at: number;
}

interface OneTimeSignInTable {
  token_hash: string;
  operator_id: string;
  expires_at: number;
  used_at: number | null;
}

interface DocumentTable {
  site_id: string;
  id: string;
  position: number;
  version: number;
  body: string;
}

interface SingleDocumentTable {
  site_id: string;
  version: number;
  body: string;
}

interface VisitorTable {
  site_id: string;
  id: string;
  first_visit_at: number;
  last_visit_at: number;
  first_referrer: string;
  visit_count: number;
  page_count: number;
  visible_ms: number;
  name: string | null;
  company: string | null;
  email: string | null;
  phone: string | null;
  variables: string;
  is_prospect: number;
  is_customer: number;
  is_blocked: number;
  chat_count: number;
}

interface VisitTable {
  site_id: string;
  id: string;
  visitor_id: string;
  visit_number: number;
  started_at: number;
  last_hit_at: number;
  ended_at: number | null;
  page_count: number;
  visible_ms: number;
  entry_page: string;
  referrer: string | null;
  referrer_host: string | null;
  referring_site: string | null;
  is_search: number;
  search_phrase: string | null;
  utm_source: string | null;
  utm_medium: string | null;
  utm_campaign: string | null;
  utm_term: string | null;
  utm_content: string | null;
  address: string;
  host_name: string | null;
  country: string | null;
  region: string | null;
  city: string | null;
  organisation: string | null;
  own_organisation: number | null;
  language: string | null;
  time_zone: string | null;
  browser: string | null;
  os: string | null;
  device: string | null;
  screen_width: number | null;
  alert_id: string | null;
  alert_name: string | null;
  /** Why the alert matched, as recorded then (JSON). */
  alert_explanation: string | null;
}

interface PageViewTable {
  site_id: string;
  id: string;
  visit_id: string;
  visitor_id: string;
  at: number;
  url: string;
  title: string;
  visible_ms: number;
}

interface SpiderHitTable {
  site_id: string;
  id: string;
  at: number;
  name: string;
  url: string;
  address: string;
}

interface InvitationTable {
  site_id: string;
  id: string;
  visit_id: string;
  visitor_id: string;
  invite_id: string;
  invite_name: string;
  source: string;
  /** What makes it one and the same: a repeat finds the row and does nothing. */
  occurrence: string;
  state: string;
  reason: string | null;
  operator_id: string | null;
  queued_at: number;
  shown_at: number | null;
  ended_at: number | null;
}

interface DayTotalTable {
  site_id: string;
  /** ISO date of the site's own time zone. */
  day: string;
  counter: string;
  value: number;
}

interface ChatTable {
  site_id: string;
  id: string;
  visitor_id: string;
  visit_id: string | null;
  state: string;
  operator_id: string | null;
  operator_name: string | null;
  visitor_name: string | null;
  visitor_email: string | null;
  invite_id: string | null;
  invitation_id: string | null;
  alert_id: string | null;
  country: string | null;
  page_url: string | null;
  requested_at: number;
  pending_since: number | null;
  accepted_at: number | null;
  ended_at: number | null;
  ended_by: string | null;
  missed_reason: string | null;
  /** Since when the visitor has no page open; null while present. */
  visitor_left_at: number | null;
  /** Instant of the operator's newest message that the visitor has not answered; null: it is not the visitor's turn. */
  quiet_since: number | null;
  /** 1 once the visitor was asked whether they are still there. */
  nudged: number;
  last_seq: number;
  last_message: string | null;
  seen_by_visitor: number;
  seen_by_operator: number;
  version: number;
}

interface ChatEntryTable {
  site_id: string;
  chat_id: string;
  seq: number;
  at: number;
  sender_kind: string;
  /** Visitor's or operator's id; empty for the system. */
  sender_id: string;
  sender_name: string | null;
  cid: string | null;
  /** SHA-256 of the content: tells a repeat from another body under the same client id. */
  content_hash: string | null;
  content: string;
}

interface VisitorTokenTable {
  site_id: string;
  token_hash: string;
  visitor_id: string;
  created_at: number;
  last_used_at: number;
}
