import { bulkInsert, bulkUpdate } from '../../storage/bulk-rows.ts';

/** Adds visitors, or brings their sums and contact details up to date. Chats are counted elsewhere. */
export const upsertVisitors = bulkInsert(
  'visitor',
  {
    site_id: 'text',
    id: 'text',
    first_visit_at: 'number',
    last_visit_at: 'number',
    first_referrer: 'text',
    visit_count: 'number',
    page_count: 'number',
    visible_ms: 'number',
    name: 'text',
    company: 'text',
    email: 'text',
    phone: 'text',
    variables: 'text',
    is_prospect: 'number',
    is_customer: 'number',
    is_blocked: 'number',
    chat_count: 'number',
  },
  `(site_id, id) do update set last_visit_at = excluded.last_visit_at, visit_count = excluded.visit_count,
    page_count = excluded.page_count, visible_ms = excluded.visible_ms, name = excluded.name, company = excluded.company,
    email = excluded.email, phone = excluded.phone, variables = excluded.variables,
    is_prospect = excluded.is_prospect, is_customer = excluded.is_customer`,
);

/** Adds to the ledger sums of visitors. */
export const addToVisitors = bulkUpdate(
  'visitor',
  { site_id: 'text', id: 'text', revenue: 'number' },
  'revenue = visitor.revenue + "rows".revenue',
  'visitor.site_id = "rows".site_id and visitor.id = "rows".id',
);

/** Adds to what visits cost and brought. */
export const addToVisits = bulkUpdate(
  'visit',
  { site_id: 'text', id: 'text', cost: 'number', revenue: 'number' },
  'cost = visit.cost + "rows".cost, revenue = visit.revenue + "rows".revenue',
  'visit.site_id = "rows".site_id and visit.id = "rows".id',
);

/** Adds visits, or writes everything of them that can change. An alert once stored stays. */
export const upsertVisits = bulkInsert(
  'visit',
  {
    site_id: 'text',
    id: 'text',
    visitor_id: 'text',
    visit_number: 'number',
    started_at: 'number',
    last_hit_at: 'number',
    ended_at: 'number',
    page_count: 'number',
    visible_ms: 'number',
    entry_page: 'text',
    exit_page: 'text',
    first_referrer: 'text',
    referrer: 'text',
    referrer_host: 'text',
    referring_site: 'text',
    is_search: 'number',
    search_phrase: 'text',
    utm_source: 'text',
    utm_medium: 'text',
    utm_campaign: 'text',
    utm_term: 'text',
    utm_content: 'text',
    address: 'text',
    host_name: 'text',
    country: 'text',
    region: 'text',
    city: 'text',
    organisation: 'text',
    own_organisation: 'number',
    language: 'text',
    time_zone: 'text',
    browser: 'text',
    os: 'text',
    device: 'text',
    screen_width: 'number',
    alert_id: 'text',
    alert_name: 'text',
    alert_explanation: 'text',
    alert_paid: 'number',
    is_prospect: 'number',
    is_new_prospect: 'number',
    customer: 'text',
  },
  `(site_id, id) do update set last_hit_at = excluded.last_hit_at, ended_at = excluded.ended_at,
    exit_page = excluded.exit_page, page_count = excluded.page_count, visible_ms = excluded.visible_ms, host_name = excluded.host_name,
    alert_id = coalesce(visit.alert_id, excluded.alert_id), alert_name = coalesce(visit.alert_name, excluded.alert_name),
    alert_explanation = coalesce(visit.alert_explanation, excluded.alert_explanation),
    alert_paid = visit.alert_paid | excluded.alert_paid, is_prospect = visit.is_prospect | excluded.is_prospect,
    is_new_prospect = visit.is_new_prospect | excluded.is_new_prospect,
    customer = coalesce(visit.customer, excluded.customer)`,
);

/** What each further page view changes on its visit. */
export const touchVisits = bulkUpdate(
  'visit',
  { site_id: 'text', id: 'text', last_hit_at: 'number', exit_page: 'text', page_count: 'number', visible_ms: 'number' },
  'last_hit_at = "rows".last_hit_at, exit_page = "rows".exit_page, page_count = "rows".page_count, visible_ms = "rows".visible_ms',
  'visit.site_id = "rows".site_id and visit.id = "rows".id',
);

export const insertPageViews = bulkInsert(
  'page_view',
  {
    site_id: 'text',
    id: 'text',
    visit_id: 'text',
    visitor_id: 'text',
    at: 'number',
    url: 'text',
    title: 'text',
    visible_ms: 'number',
  },
  '(site_id, id) do nothing',
);

export const timePageViews = bulkUpdate(
  'page_view',
  { site_id: 'text', id: 'text', visible_ms: 'number' },
  'visible_ms = "rows".visible_ms',
  'page_view.site_id = "rows".site_id and page_view.id = "rows".id',
);

export const insertSpiderHits = bulkInsert(
  'spider_hit',
  { site_id: 'text', id: 'text', at: 'number', name: 'text', url: 'text', address: 'text' },
  '(site_id, id) do nothing',
);

/** Adds invitations; answers the ids of those that were not there yet, by their occurrence. */
export const insertInvitations = bulkInsert(
  'invitation',
  {
    site_id: 'text',
    id: 'text',
    visit_id: 'text',
    visitor_id: 'text',
    invite_id: 'text',
    invite_name: 'text',
    source: 'text',
    occurrence: 'text',
    state: 'text',
    reason: 'text',
    operator_id: 'text',
    queued_at: 'number',
    shown_at: 'number',
    ended_at: 'number',
  },
  '(site_id, occurrence) do nothing',
  'id',
);

/** Moves invitations on; one that has ended stays as it ended, but a click on one just withdrawn still counts. */
export const moveInvitations = bulkUpdate(
  'invitation',
  { site_id: 'text', id: 'text', state: 'text', shown_at: 'number', ended_at: 'number' },
  'state = "rows".state, shown_at = coalesce(invitation.shown_at, "rows".shown_at), ended_at = coalesce(invitation.ended_at, "rows".ended_at)',
  'invitation.site_id = "rows".site_id and invitation.id = "rows".id and (invitation.ended_at is null or (invitation.state = \'withdrawn\' and "rows".state = \'accepted\'))',
);

export const addToDayTotals = bulkInsert(
  'day_total',
  { site_id: 'text', day: 'text', counter: 'text', value: 'number' },
  '(site_id, day, counter) do update set value = day_total.value + excluded.value',
);

export const insertCustomEvents = bulkInsert(
  'custom_event',
  { site_id: 'text', id: 'text', at: 'number', visitor_id: 'text', visit_id: 'text', name: 'text' },
  '(site_id, id) do nothing',
);

/** Adds firings; answers the ids of those that were not there yet, by their occurrence. */
export const insertFirings = bulkInsert(
  'firing',
  {
    site_id: 'text',
    id: 'text',
    rule_kind: 'text',
    rule_id: 'text',
    rule_version: 'number',
    rule_name: 'text',
    visitor_id: 'text',
    visit_id: 'text',
    at: 'number',
    shadow: 'number',
    occurrence: 'text',
    explanation: 'text',
  },
  '(site_id, occurrence) do nothing',
  'id',
);

/** Adds to the customer list; answers the ids of those entries that were not there yet. */
export const insertCustomerEntries = bulkInsert(
  'customer_entry',
  {
    site_id: 'text',
    id: 'text',
    at: 'number',
    day: 'text',
    visitor_id: 'text',
    visit_id: 'text',
    rule_name: 'text',
    kind: 'text',
    first_referrer: 'text',
    reason: 'text',
    operator_id: 'text',
    occurrence: 'text',
  },
  '(site_id, occurrence) do nothing',
  'id',
);

/** Books amounts; answers the ids of those that were not booked yet. */
export const insertRevenueEntries = bulkInsert(
  'revenue_entry',
  {
    site_id: 'text',
    id: 'text',
    at: 'number',
    day: 'text',
    visitor_id: 'text',
    visit_id: 'text',
    amount: 'number',
    order_id: 'text',
    first_referrer: 'text',
    referrer_host: 'text',
    occurrence: 'text',
  },
  '(site_id, occurrence) do nothing',
  'id',
);

export const addToReferrerTotals = bulkInsert(
  'referrer_total',
  { site_id: 'text', referrer: 'text', counter: 'text', value: 'number' },
  '(site_id, referrer, counter) do update set value = referrer_total.value + excluded.value',
);

/** Counts entries through paid alerts; answers each key of (day, alert, address) with the count it has now, after a blank. */
export const addToClickTotals = bulkInsert(
  'click_total',
  { site_id: 'text', day: 'text', alert_id: 'text', address: 'text', entries: 'number' },
  '(site_id, day, alert_id, address) do update set entries = click_total.entries + excluded.entries',
  "(site_id || ' ' || day || ' ' || alert_id || ' ' || address || ' ' || entries) as counted",
);

/** Adds exceptions, each once. */
export const insertExceptions = bulkInsert(
  'exception',
  {
    site_id: 'text',
    id: 'text',
    at: 'number',
    kind: 'text',
    visitor_id: 'text',
    visit_id: 'text',
    alert_id: 'text',
    alert_name: 'text',
    address: 'text',
    detail: 'text',
    occurrence: 'text',
  },
  '(site_id, occurrence) do nothing',
);
