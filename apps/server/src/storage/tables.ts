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
  prospect_rule: DocumentTable;
  notifications: SingleDocumentTable & { webhook_failing_since: number | null };
  firing: FiringTable;
  customer_entry: CustomerEntryTable;
  revenue_entry: RevenueEntryTable;
  referrer_total: ReferrerTotalTable;
  custom_event: CustomEventTable;
  click_total: ClickTotalTable;
  exception: ExceptionTable;
  outbox: OutboxTable;
  unsubscribed: UnsubscribedTable;
  change: ChangeTable;
  wrap_up: SingleDocumentTable;
  tag_settings: SingleDocumentTable;
  tag: TagTable;
  chat_wrap_up_option: ChatWrapUpOptionTable;
  chat_tag: ChatTagTable;
  client_form: SingleDocumentTable;
  chat_options: SingleDocumentTable;
  surveys: SingleDocumentTable;
  canned_response: CannedResponseTable;
  account_link: AccountLinkTable;
  pending_sign_in: PendingSignInTable;
  second_factor: SecondFactorTable;
  recovery_code: RecoveryCodeTable;
  api_key: ApiKeyTable;
  department: NamedDocumentTable;
  skill: NamedDocumentTable;
  membership: MembershipTable;
  invite_image: InviteImageTable;
  configuration_import: ConfigurationImportTable;
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
  /** 1 when signing in takes a second factor. */
  two_factor: Generated<number>;
  last_seen_at: Generated<number | null>;
  /** When an administrator deleted them: for a day they can be put back. */
  removed_at: Generated<number | null>;
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
  /** Where it was opened. */
  address: string | null;
  user_agent: string | null;
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
  /** Sum of the visitor's ledger entries, minor units. */
  revenue: Generated<number>;
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
  alert_paid: Generated<number>;
  /** What the entry cost, minor units. */
  cost: Generated<number>;
  /** Sum of the visit's ledger entries, minor units. */
  revenue: Generated<number>;
  /** 1 when a prospect rule fired in this visit. */
  is_prospect: Generated<number>;
  is_new_prospect: Generated<number>;
  /** `new` or `repeat` when the visit is on the customer list. */
  customer: string | null;
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
  /** The highest level of waiting that operators were reminded of in this pending period: 0, 1 or 2. */
  reminded: Generated<number>;
  last_seq: number;
  last_message: string | null;
  seen_by_visitor: number;
  seen_by_operator: number;
  /** How it was classified (JSON); null: not yet. */
  wrap_up: string | null;
  /** Its tags (JSON), in the order in which they were put on. */
  tags: Generated<string>;
  /** What the visitor answered (JSON), each question once. */
  answers: Generated<string>;
  /** 1 to 5; null: not rated. */
  rating: number | null;
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

/** One time that a rule came true and acted, or would have (shadow). */
interface FiringTable {
  site_id: string;
  id: string;
  /** `alert`, `prospectRule` or `invite`. */
  rule_kind: string;
  rule_id: string;
  rule_version: number;
  rule_name: string;
  visitor_id: string;
  visit_id: string;
  at: number;
  shadow: number;
  /** What makes it one and the same: a second tab, node or try finds the row and does nothing. */
  occurrence: string;
  /** Why it came true, as recorded then (JSON). */
  explanation: string;
}

/** The customer list, append-only: an entry taken back has a second one of kind `undone`. */
interface CustomerEntryTable {
  site_id: string;
  id: string;
  at: number;
  day: string;
  visitor_id: string;
  visit_id: string;
  rule_name: string | null;
  /** `new`, `repeat` or `undone`. */
  kind: string;
  first_referrer: string;
  reason: string | null;
  operator_id: string | null;
  occurrence: string;
}

/** The revenue ledger, append-only. */
interface RevenueEntryTable {
  site_id: string;
  id: string;
  at: number;
  /** Local day on which it was booked. */
  day: string;
  visitor_id: string;
  visit_id: string;
  /** Minor units of the site's currency; negative: a refund. */
  amount: number;
  order_id: string | null;
  first_referrer: string;
  /** Of the visit. */
  referrer_host: string | null;
  occurrence: string;
}

interface ReferrerTotalTable {
  site_id: string;
  /** Host, or `direct`. */
  referrer: string;
  /** `visits`, `prospects`, `prospects:{ruleId}`, `customers`, `revenue`. */
  counter: string;
  value: number;
}

interface CustomEventTable {
  site_id: string;
  id: string;
  at: number;
  visitor_id: string;
  visit_id: string;
  name: string;
}

/** Entries from one address through one paid alert on one local day. */
interface ClickTotalTable {
  site_id: string;
  day: string;
  alert_id: string;
  address: string;
  entries: number;
}

interface ExceptionTable {
  site_id: string;
  id: string;
  at: number;
  /** `clickFraud`. */
  kind: string;
  visitor_id: string;
  visit_id: string;
  alert_id: string | null;
  alert_name: string | null;
  address: string;
  detail: string;
  occurrence: string;
}

/** Mail, SMS and webhooks to be sent, written with their cause. */
interface OutboxTable {
  site_id: string;
  id: string;
  /** `email`, `sms` or `webhook`. */
  kind: string;
  recipient: string;
  /** What it is sent for, in words, e.g. the rule's name. */
  cause: string;
  visitor_id: string | null;
  visit_id: string | null;
  /** What there is to say (JSON). */
  payload: string;
  /** `waiting`, `sending`, `sent`, `dead`, `notConfigured`, `suppressed`. */
  state: string;
  /** Times that sending was begun. */
  attempts: number;
  created_at: number;
  /** Since when it waits to be sent: made, or asked for again. */
  queued_at: number;
  /** When to try (again); of one that is being sent, when its lease runs out. */
  next_at: number;
  lease_until: number | null;
  /** When a limit on mail to visitors or on SMS let it pass. */
  admitted_at: number | null;
  settled_at: number | null;
  /** The last answer or failure, as text, cut at 2,000 characters. */
  last_answer: string | null;
  occurrence: string;
}

/** Addresses that want no mail from a site. */
interface UnsubscribedTable {
  site_id: string;
  /** SHA-256 of site id and folded address, hex. */
  address_hash: string;
  at: number;
}

/** The change log, append-only. */
interface ChangeTable {
  /** Empty: of the whole installation. */
  site_id: string;
  id: string;
  at: number;
  /** Null: not a person, such as a command on the server. */
  operator_id: string | null;
  operator_name: string;
  kind: string;
  document_id: string;
  document_name: string;
  /** The document (JSON) without secrets; null: it was just made. */
  before: string | null;
  /** Null: it was deleted. */
  after: string | null;
}

interface TagTable {
  site_id: string;
  id: string;
  version: number;
  /** The name as names are compared: unique on the site. */
  folded_name: string;
  body: string;
}

/** The option of a chat's wrap-up and each branch above it, so that chats of a branch are found; `link`: by the web link. */
interface ChatWrapUpOptionTable {
  site_id: string;
  option_id: string;
  chat_id: string;
}

interface ChatTagTable {
  site_id: string;
  tag_id: string;
  chat_id: string;
  visitor_id: string;
  value: string | null;
  at: number;
}
interface CannedResponseTable {
  /** Empty: of every site, or of one operator. */
  site_id: string;
  id: string;
  /** Whose it is alone; empty: everybody's. */
  operator_id: string;
  version: number;
  body: string;
}
/** A link by which its one user sets a password; made anew, the one before it is void. */
interface AccountLinkTable {
  token_hash: string;
  operator_id: string;
  /** `invitation` or `reset`. */
  purpose: string;
  expires_at: number;
}

/** Somebody whose password was right and whose second factor is awaited. */
interface PendingSignInTable {
  token_hash: string;
  operator_id: string;
  session_epoch: number;
  expires_at: number;
}

interface SecondFactorTable {
  operator_id: string;
  /** Sealed. */
  secret: string;
  /** 0 until the first code was right. */
  confirmed: number;
  /** The newest time step a code was taken of: none is taken twice (RFC 6238 §5.2). */
  last_step: number;
  created_at: number;
}

interface RecoveryCodeTable {
  operator_id: string;
  /** SHA-256, hex. */
  code_hash: string;
}

interface ApiKeyTable {
  id: string;
  /** SHA-256 of the token, hex. */
  token_hash: string;
  prefix: string;
  name: string;
  /** JSON list. */
  scopes: string;
  /** JSON list; null: all sites. */
  site_ids: string | null;
  created_at: number;
  /** Name of the administrator. */
  created_by: string;
  expires_at: number | null;
  last_used_at: number | null;
}

interface NamedDocumentTable {
  site_id: string;
  id: string;
  version: number;
  /** The name as compared: folded. */
  name_key: string;
  body: string;
}

/** Which operators belong to a department or have a skill. */
interface MembershipTable {
  site_id: string;
  /** `department` or `skill`. */
  kind: string;
  document_id: string;
  operator_id: string;
}

/** Images uploaded for invites. */
interface InviteImageTable {
  site_id: string;
  /** The first 128 bits of the SHA-256 of `content`, hex. */
  id: string;
  version: number;
  name: string;
  /** px */
  width: number;
  height: number;
  /** Length of `content`. */
  bytes: number;
  was_animated: number;
  uploaded_at: number;
  /** Since when it can only be put back; null: it is there. */
  deleted_at: number | null;
  /** WebP, made by us: never what was sent. */
  content: Uint8Array;
}

/** What an applied configuration did to one site. */
interface ConfigurationImportTable {
  site_id: string;
  /** One for all sites of an import. */
  id: string;
  at: number;
  operator_name: string;
  /** `file`, `copy` or `rollBack`. */
  cause: string;
  site_name: string;
  /** What was planned (JSON). */
  planned: string;
  /** The site's documents before, with their ids (JSON). */
  before: string;
  /** Of the site's documents after: tells whether anything has changed since. */
  after_hash: string;
}
