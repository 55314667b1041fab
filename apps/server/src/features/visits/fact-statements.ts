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
    email = excluded.email, phone = excluded.phone, variables = excluded.variables`,
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
  },
  `(site_id, id) do update set last_hit_at = excluded.last_hit_at, ended_at = excluded.ended_at,
    page_count = excluded.page_count, visible_ms = excluded.visible_ms, host_name = excluded.host_name,
    alert_id = coalesce(visit.alert_id, excluded.alert_id), alert_name = coalesce(visit.alert_name, excluded.alert_name),
    alert_explanation = coalesce(visit.alert_explanation, excluded.alert_explanation)`,
);

/** What each further page view changes on its visit. */
export const touchVisits = bulkUpdate(
  'visit',
  { site_id: 'text', id: 'text', last_hit_at: 'number', page_count: 'number', visible_ms: 'number' },
  'last_hit_at = "rows".last_hit_at, page_count = "rows".page_count, visible_ms = "rows".visible_ms',
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
