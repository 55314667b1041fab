import type { OperatorMessage } from '@foyer/protocol/operator-socket';
import type { LiveView } from '@foyer/protocol/visit';
import type { ChatWindowMessage, PageMessage } from '@foyer/protocol/visitor-socket';
import { randomHex } from '../http/new-id.ts';

/** Things that a frame can name. */
export interface FrameIds {
  readonly siteId: string;
  readonly chatId: string;
  /** An operator of the site. */
  readonly colleagueId: string;
  readonly visitId: string;
  readonly visitorId: string;
  readonly inviteId: string;
  readonly invitationId: string;
}

type Samples<Message extends { type: string }> = {
  readonly [Type in Message['type']]: (ids: FrameIds) => Extract<Message, { type: Type }>;
};

const view: LiveView = {
  sort: { column: 'name', direction: 'ascending' },
  filter: { text: 'a', states: ['idle'], countries: ['GB'], alertIds: ['a'], newOnly: false, withChat: false },
  limit: 10,
};
const requestId = 'request';

/** A valid frame of every verb of the console, all optional fields in it. */
export const operatorSamples: Samples<OperatorMessage> = {
  'notice.confirmed': ({ siteId, chatId }) => ({ type: 'notice.confirmed', siteId, chatId, notice: 'request' }),
  hello: () => ({ type: 'hello', protocol: 1 }),
  ping: () => ({ type: 'ping' }),
  'visitors.watched': ({ siteId }) => ({ type: 'visitors.watched', siteId, view }),
  'visitors.unwatched': ({ siteId }) => ({ type: 'visitors.unwatched', siteId }),
  'visit.watched': ({ siteId, visitId }) => ({ type: 'visit.watched', siteId, visitId }),
  'visit.unwatched': ({ siteId, visitId }) => ({ type: 'visit.unwatched', siteId, visitId }),
  'invite.sent': ({ siteId, visitorId, inviteId }) => ({ type: 'invite.sent', siteId, visitorId, inviteId, requestId }),
  'status.chosen': () => ({ type: 'status.chosen', status: 'online', requestId }),
  'status.set': ({ siteId, colleagueId }) => ({
    type: 'status.set',
    siteId,
    operatorId: colleagueId,
    status: 'away',
    requestId,
  }),
  'activity.seen': () => ({ type: 'activity.seen' }),
  'ring.reported': () => ({ type: 'ring.reported', ring: { sound: 'works', notice: 'denied', push: 'off' } }),
  'team.messageSent': ({ siteId, colleagueId }) => ({
    type: 'team.messageSent',
    siteId,
    operatorId: colleagueId,
    cid: randomHex(16),
    body: 'Hello',
  }),
  'team.broadcastSent': ({ siteId }) => ({ type: 'team.broadcastSent', siteId, cid: randomHex(16), body: 'Hello' }),
  'team.broadcastDismissed': ({ siteId }) => ({ type: 'team.broadcastDismissed', siteId, seq: 1 }),
  'team.typing': ({ siteId }) => ({ type: 'team.typing', siteId, operatorId: null, typing: true }),
  'team.seen': ({ siteId }) => ({ type: 'team.seen', siteId, operatorId: null, seq: 1 }),
  'chat.accepted': ({ siteId, chatId }) => ({ type: 'chat.accepted', siteId, chatId, requestId }),
  'chat.watched': ({ siteId, chatId }) => ({ type: 'chat.watched', siteId, chatId, afterSeq: 0 }),
  'chat.unwatched': ({ siteId, chatId }) => ({ type: 'chat.unwatched', siteId, chatId }),
  'message.sent': ({ siteId, chatId }) => ({ type: 'message.sent', siteId, chatId, cid: randomHex(16), body: 'Hello' }),
  'typing.changed': ({ siteId, chatId }) => ({ type: 'typing.changed', siteId, chatId, typing: true }),
  'entries.seen': ({ siteId, chatId }) => ({ type: 'entries.seen', siteId, chatId, seq: 1 }),
  'message.spoken': ({ siteId, chatId }) => ({
    type: 'message.spoken',
    siteId,
    chatId,
    cid: randomHex(16),
    body: 'Hello',
  }),
  'whisper.sent': ({ siteId, chatId }) => ({ type: 'whisper.sent', siteId, chatId, cid: randomHex(16), body: 'Psst' }),
  // Nobody has it from them, so that the chat stays where it is.
  'chat.takenOver': ({ siteId, chatId }) => ({
    type: 'chat.takenOver',
    siteId,
    chatId,
    fromOperatorId: '00000000-0000-4000-8000-000000000000',
    requestId,
  }),
  'help.asked': ({ siteId, chatId }) => ({ type: 'help.asked', siteId, chatId, note: 'A refund', requestId }),
  'help.withdrawn': ({ siteId, chatId }) => ({ type: 'help.withdrawn', siteId, chatId, requestId }),
  'chat.left': ({ siteId, chatId }) => ({ type: 'chat.left', siteId, chatId, requestId }),
  'chat.ended': ({ siteId, chatId }) => ({ type: 'chat.ended', siteId, chatId, requestId }),
  'chat.confirmed': ({ siteId, chatId }) => ({ type: 'chat.confirmed', siteId, chatId, requestId }),
  'transfer.offered': ({ siteId, chatId }) => ({
    type: 'transfer.offered',
    siteId,
    chatId,
    to: { kind: 'operator', id: '00000000-0000-4000-8000-000000000001' },
    note: 'She asks for a discount',
    requestId,
  }),
  'transfer.cancelled': ({ siteId, chatId }) => ({ type: 'transfer.cancelled', siteId, chatId, requestId }),
  'transfer.accepted': ({ siteId, chatId }) => ({ type: 'transfer.accepted', siteId, chatId, requestId }),
  'transfer.declined': ({ siteId, chatId }) => ({ type: 'transfer.declined', siteId, chatId, requestId }),
};

/** A valid frame of every verb of a page. */
export const pageSamples: Samples<PageMessage> = {
  'page.viewed': () => ({
    type: 'page.viewed',
    n: 2,
    url: 'https://shop.example/next',
    title: 'Next',
    referrer: '',
    ageMs: 0,
    visible: true,
    language: 'en',
    timeZone: 'Europe/London',
    screenWidth: 1920,
  }),
  'page.hidden': () => ({ type: 'page.hidden' }),
  'page.visible': () => ({ type: 'page.visible' }),
  'activity.seen': () => ({ type: 'activity.seen' }),
  'contact.changed': () => ({
    type: 'contact.changed',
    name: 'Vera',
    company: 'Vera Ltd',
    email: 'vera@example.test',
    phone: '1',
    variables: { plan: 'free' },
  }),
  'revenue.reported': () => ({
    type: 'revenue.reported',
    n: 3,
    ageMs: 0,
    amount: '12.50',
    currency: 'GBP',
    orderId: 'order-7',
  }),
  'cost.reported': () => ({ type: 'cost.reported', n: 4, ageMs: 0, amount: 0.75 }),
  'event.happened': () => ({ type: 'event.happened', n: 5, ageMs: 0, name: 'basket' }),
  'page.scrolled': () => ({ type: 'page.scrolled', depth: 40 }),
  'exit.intended': () => ({ type: 'exit.intended' }),
  'invite.shown': ({ invitationId }) => ({ type: 'invite.shown', invitationId }),
  'invite.accepted': ({ invitationId }) => ({ type: 'invite.accepted', invitationId }),
  'invite.declined': ({ invitationId }) => ({ type: 'invite.declined', invitationId }),
  'invite.timedOut': ({ invitationId }) => ({ type: 'invite.timedOut', invitationId }),
  'consent.changed': () => ({ type: 'consent.changed', given: true }),
  'language.chosen': () => ({ type: 'language.chosen', languages: ['de-AT', 'en'] }),
  'ticket.requested': () => ({ type: 'ticket.requested' }),
  ping: () => ({ type: 'ping' }),
  'page.left': () => ({ type: 'page.left' }),
};

/** A valid frame of every verb of the chat window. */
export const chatSamples: Samples<ChatWindowMessage> = {
  'chat.requested': ({ invitationId }) => ({
    type: 'chat.requested',
    cid: randomHex(16),
    name: 'Vera',
    email: 'vera@example.test',
    question: 'Hello?',
    invitationId,
    department: 'Sales',
    skills: ['French'],
  }),
  'surveys.wanted': ({ invitationId }) => ({ type: 'surveys.wanted', invitationId }),
  'survey.answered': ({ chatId }) => ({
    type: 'survey.answered',
    chatId,
    cid: randomHex(16),
    answers: { again: 'yes' },
  }),
  'chat.rated': ({ chatId }) => ({ type: 'chat.rated', chatId, cid: randomHex(16), rating: 4, comment: 'Quick' }),
  'field.answered': ({ chatId }) => ({
    type: 'field.answered',
    chatId,
    cid: randomHex(16),
    seq: 1,
    answers: { order: '123' },
  }),
  'chat.resumed': ({ chatId }) => ({ type: 'chat.resumed', chatId, afterSeq: 0 }),
  'message.sent': ({ chatId }) => ({ type: 'message.sent', chatId, cid: randomHex(16), body: 'Hello' }),
  'typing.changed': ({ chatId }) => ({ type: 'typing.changed', chatId, typing: true }),
  'draft.changed': ({ chatId }) => ({ type: 'draft.changed', chatId, text: 'Hel' }),
  'entries.seen': ({ chatId }) => ({ type: 'entries.seen', chatId, seq: 1 }),
  'transcript.requested': ({ chatId }) => ({
    type: 'transcript.requested',
    chatId,
    cid: randomHex(16),
    email: 'vera@example.test',
  }),
  ping: () => ({ type: 'ping' }),
  'chat.ended': ({ chatId }) => ({ type: 'chat.ended', chatId }),
};
