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
  chat_notice: ChatNoticeTable;
  chat_notice_told: ChatNoticeToldTable;
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
  routing: SingleDocumentTable;
  chat_skill: ChatSkillTable;
  offer_turn: OfferTurnTable;
  block: BlockTable;
  chat_file: ChatFileTable;
  chat_file_piece: ChatFilePieceTable;
  canned_file: CannedFileTable;
  visitor_note: VisitorNoteTable;
  opening_hours: SingleDocumentTable;
  work_periods: { operator_id: string; version: number; body: string };
  operator_activity: OperatorActivityTable;
  team_conversation: TeamConversationTable;
  team_message: TeamMessageTable;
  team_seen: TeamSeenTable;
  push_subscription: PushSubscriptionTable;
  operator_status: OperatorStatusTable;
  chat_text: ChatTextTable;
  saved_view: SavedViewTable;
  privacy: SingleDocumentTable;
  legal_hold: LegalHoldTable;
  erasure: ErasureTable;
  complete_since: CompleteSinceTable;
  frozen_day: FrozenDayTable;
  experiment: DocumentTable;
  experiment_run: ExperimentRunTable;
  experiment_exposure: ExperimentExposureTable;
  content_groups: SingleDocumentTable;
  totals_check: TotalsCheckTable;
  recorded_event: RecordedEventTable;
  back_test: BackTestTable;
  report_schedule: ReportScheduleTable;
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
  /** Of its visitor. */
  first_referrer: Generated<string | null>;
  /** The newest page of it. */
  exit_page: Generated<string | null>;
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
  /** The invite whose look an experiment showed instead. */
  variant_id: string | null;
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
  department_id: Generated<string | null>;
  department_name: Generated<string | null>;
  /** What it asks for (JSON: ids and names); the ids stand in `chat_skill`, too. */
  skills: Generated<string>;
  /** What of its wishes still counts while it is pending, and since when. */
  route_level: Generated<string>;
  route_since: Generated<number>;
  /** The one operator whom it rings at, until when; null: none. */
  offered_to: Generated<string | null>;
  offered_name: Generated<string | null>;
  offered_until: Generated<number | null>;
  /** Ids (JSON) of those who had it at this level and did not take it. */
  offered_before: Generated<string>;
  /** Until when the operator whom it was assigned to has to write or confirm; null: nothing to confirm. */
  confirm_until: Generated<number | null>;
  /** The open offer to pass it on. It counts only while the operator who made it has the chat. */
  transfer_id: Generated<string | null>;
  transfer: Generated<string | null>;
  transfer_until: Generated<number | null>;
  /** What its operator asks of supervisors (JSON); null: nothing, or one has come. */
  help: string | null;
  /** Supervisors who have spoken to both and not left (JSON). */
  supervisors: Generated<string>;
  /** Who answers it after it was missed (JSON), and how it was answered (JSON). */
  claim: string | null;
  answered: string | null;
  /** Where the visitor wants the transcript when the chat ends. */
  transcript_to: string | null;
  /** 1 from the end of the chat until its transcripts are on their way. */
  transcript_due: Generated<number>;
  /** What the visitor answered (JSON), each question once. */
  answers: Generated<string>;
  /** 1 to 5; null: not rated. */
  rating: number | null;
  /** When it was first picked up, whatever became of it then; `accepted_at` is of the newest time. */
  taken_at: Generated<number | null>;
  /** 1: before level two of waiting, as it was set then; null: not taken. */
  taken_in_time: Generated<number | null>;
  version: number;
}

/** Skills that a chat asks for. */
interface ChatSkillTable {
  site_id: string;
  chat_id: string;
  skill_id: string;
}

/** When a chat was last offered to an operator alone. */
interface OfferTurnTable {
  site_id: string;
  operator_id: string;
  at: number;
}

interface BlockTable {
  site_id: string;
  id: string;
  visitor_id: string | null;
  visitor_name: string | null;
  /** As it was then; `address_key` is what is compared. */
  address: string | null;
  address_key: string | null;
  /** Null: for good. */
  until: number | null;
  reason: string;
  at: number;
  operator_id: string;
  operator_name: string;
  /** When it was undone or ran out; null: in force. */
  lifted_at: number | null;
  lifted_by: string | null;
}

interface NoticeKey {
  site_id: string;
  chat_id: string;
  /** Start of the wait, epoch ms. */
  waiting_since: number;
  notice: string;
  operator_id: string;
  operator_name: string;
}

/** An operator as they were when a chat waited, and why they could not take it. With an empty operator id: the notice itself. */
interface ChatNoticeTable extends NoticeKey {
  at: number;
  status: string | null;
  active_chats: number;
  max_chats: number;
  obstacle: string | null;
}

/** An operator was told of a chat that waited, by this channel. */
interface ChatNoticeToldTable extends NoticeKey {
  channel: string;
  told_at: number;
  /** When their client said that it has shown it. */
  confirmed_at: number | null;
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

/** A file of a chat, without its bytes. */
interface ChatFileTable {
  site_id: string;
  id: string;
  chat_id: string;
  visitor_id: string;
  /** `visitor` or `operator`. */
  sender_kind: string;
  name: string;
  media_type: string;
  bytes: number;
  uploaded_at: number;
}

/** The bytes of a chat's file, in pieces: place 0, 1, 2 … */
interface ChatFilePieceTable {
  site_id: string;
  file_id: string;
  place: number;
  content: Uint8Array;
}

/** A file that canned responses have; `id` is of its content, `site_id` empty: those of all sites can name it. */
interface CannedFileTable {
  site_id: string;
  id: string;
  media_type: string;
  bytes: number;
  width: number | null;
  height: number | null;
  uploaded_at: number;
  content: Uint8Array;
}

interface VisitorNoteTable {
  site_id: string;
  id: string;
  visitor_id: string;
  operator_id: string;
  operator_name: string;
  body: string;
  at: number;
  changed_at: number | null;
  version: number;
}

/** What an operator's status depends on beside their choice. */
interface OperatorActivityTable {
  operator_id: string;
  /** When they last did something in any console. */
  active_at: number;
  /** 0: never. */
  auto_away_minutes: number;
  /** The status they come back to from auto away; null: they are not away by it. */
  away_from: string | null;
  /** Whether they were within a work period when last looked at; null: they have none. */
  in_period: number | null;
  /** 1 while they are away because a work period ended. */
  away_by_period: number;
}

/** What operators write to each other in. */
interface TeamConversationTable {
  /** Empty: of two operators. */
  site_id: string;
  /** `channel`, or both ids. */
  id: string;
  one_id: string | null;
  other_id: string | null;
  last_seq: number;
}

interface TeamMessageTable {
  site_id: string;
  conversation_id: string;
  seq: number;
  at: number;
  operator_id: string;
  operator_name: string;
  cid: string;
  body: string;
  is_broadcast: number;
}

interface TeamSeenTable {
  site_id: string;
  conversation_id: string;
  operator_id: string;
  seq: number;
  /** Broadcasts up to here are dismissed. */
  dismissed_seq: number;
}

/** A browser that is sent push messages, as long as the session lives in which it asked for them. */
interface PushSubscriptionTable {
  /** SHA-256 of the endpoint, hex, the first half. */
  id: string;
  operator_id: string;
  session_hash: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  user_agent: string;
  created_at: number;
  /** What the browser is to answer a test with; null: no test is under way. */
  test_nonce: string | null;
  answered_at: number | null;
}

/** Reports that are mailed again and again. */
interface ReportScheduleTable {
  site_id: string;
  id: string;
  position: number;
  version: number;
  body: string;
  /** Version that `handled_for` is of; another one: it counts anew from when that is seen. 0 at first. */
  handled_version: number;
  /** Up to this instant nothing is due any more. */
  handled_for: number;
  /** Instant that the newest mail was due at. */
  sent_for: number | null;
  /** Until then one node makes the mail. */
  lease_until: number | null;
  /** Why the mail that is due cannot be made. */
  error: string | null;
}

/** A stretch of time in which an operator was connected in one status. */
interface OperatorStatusTable {
  operator_id: string;
  from_at: number;
  /** Null: it goes on. */
  until_at: number | null;
  /** The last sign of life: where it breaks off, it ended then. */
  seen_at: number;
  status: string;
}

/** What is searched of a chat: 0 is its visitor's contact, the others are entries of its log. */
interface ChatTextTable {
  site_id: string;
  chat_id: string;
  seq: number;
  /** Split by `split-words.ts`, a blank between two. */
  words: string;
}

/** A list or report as somebody wants to see it again. */
interface SavedViewTable {
  site_id: string;
  id: string;
  /** Whose it is alone; empty: everybody's. */
  owner_id: string;
  list: string;
  name_key: string;
  version: number;
  body: string;
}

/** What neither retention nor erasure touches. */
interface LegalHoldTable {
  site_id: string;
  /** `visitor` or `chat`. */
  kind: string;
  id: string;
  reason: string;
  at: number;
  operator_name: string;
}

/** The ledger of erasures: whom, nobody can read from it. */
interface ErasureTable {
  site_id: string;
  id: string;
  at: number;
  /** Of site and visitor, with the installation's key; hex. */
  visitor_hash: string;
  operator_name: string;
  /** Rows by table (JSON); null until it is done. */
  receipt: string | null;
}

/** From which local day on the facts of a kind are all there: what is older was deleted by retention. */
interface CompleteSinceTable {
  site_id: string;
  kind: string;
  /** ISO date. */
  day: string;
}

/** Local days of which facts were erased: their totals stay as they were counted. */
interface FrozenDayTable {
  site_id: string;
  day: string;
}

/** Time during which an experiment ran unchanged. */
interface ExperimentRunTable {
  site_id: string;
  id: string;
  experiment_id: string;
  number: number;
  invite_id: string;
  started_at: number;
  stopped_at: number | null;
  /** Shares, goal, and the invites it began with (JSON). */
  body: string;
}

/** Which visitor is of which group of a run, and since when. */
interface ExperimentExposureTable {
  site_id: string;
  run_id: string;
  visitor_id: string;
  /** `holdOut`, `invite`, or the id of the invite whose look is shown. */
  group_key: string;
  at: number;
}

/** What comparing a day's totals with the facts came to. */
interface TotalsCheckTable {
  site_id: string;
  day: string;
  /** Until when a node may take to check it. */
  lease_until: number;
  /** Null: not yet. */
  checked_at: number | null;
  /** How many totals were compared, and how many were wrong. */
  counters: number;
  differences: number;
  /** The first of the differences (JSON). */
  detail: string;
}

/** What happened in a visit, as rules were given it: see `features/recordings/recorded-body.ts`. */
interface RecordedEventTable {
  site_id: string;
  /** The visit's id, or `staff`: what staff there was on the site. */
  visit_id: string;
  /** Their order. */
  n: number;
  /** JSON, by position. */
  body: string;
}

/** A set of rules that is tried on recorded visits. */
interface BackTestTable {
  site_id: string;
  id: string;
  /** Null: an API key. */
  operator_id: string | null;
  created_at: number;
  /** When somebody last asked how far it is. */
  asked_at: number;
  /** `waiting`, `running`, `done`, `stopped` or `failed`. */
  state: string;
  /** What is tried (JSON). */
  request: string;
  visits_done: number;
  /** Null: not counted yet. */
  visits_total: number | null;
  finished_at: number | null;
  /** Until when the node that runs it is taken to be alive. */
  lease_until: number | null;
  node_id: string | null;
  /** What came of it (JSON). */
  result: string | null;
}
