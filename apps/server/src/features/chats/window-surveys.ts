import type { ChatSummary } from '@foyer/protocol/chat';
import { type Answers, type AskedSurveys, bindingOf, type Question, surveyForms } from '@foyer/protocol/survey';
import type { ChatWindowMessage } from '@foyer/protocol/visitor-socket';
import { cleanTextOrNull } from '@foyer/rules/clean-text';
import type { StaffFacts, Visit } from '@foyer/rules/visit';
import { AppError } from '../../http/app-error.ts';
import { askSurveys } from '../surveys/ask-surveys.ts';
import type { SurveyMoment } from '../surveys/survey-moment.ts';
import { answersByName, type TakenAnswers, takeAnswers } from '../surveys/take-answers.ts';
import type { SiteConfiguration } from '../visits/site-configuration.ts';
import type { IncomingEvent, VisitEngine } from '../visits/visit-engine.ts';
import { answerAfterChat, answerField, rateChat, type SurveyParts } from './answer-survey.ts';
import { findEntry } from './chat-repository.ts';
import { maskCardNumbers } from './mask-card-numbers.ts';

export interface WindowSurveyParts extends SurveyParts {
  readonly engine: VisitEngine;
  readonly staffOf: (siteId: string) => StaffFacts;
  /** Tells the rules that what they know of a visitor's chats has changed. */
  readonly onRated: (siteId: string, visitorId: string) => void;
}

type MessageOf<T extends ChatWindowMessage['type']> = Extract<ChatWindowMessage, { type: T }>;

/** All that is asked of a visitor depends on. */
export interface SurveyWhere {
  readonly configuration: SiteConfiguration;
  readonly visitorId: string;
  /** Null: there is no live visit. */
  readonly visit: Visit | null;
}

/** The forms for this visitor, as if they had come by this invite. */
export function surveysFor(parts: WindowSurveyParts, where: SurveyWhere, invitationId: string | null): AskedSurveys {
  return askSurveys(where.configuration.surveys, momentOf(parts, where, invitationId));
}

function momentOf(
  { staffOf, now }: WindowSurveyParts,
  { configuration, visit }: SurveyWhere,
  invitationId: string | null,
): SurveyMoment {
  const { site, rules, invites, departments, skills } = configuration;
  const invitation = visit?.invitation ?? null;
  const invite = invitation !== null && invitation.id === invitationId ? invites.get(invitation.inviteId) : undefined;
  return {
    siteName: site.name,
    visit,
    at: now(),
    staff: staffOf(site.id),
    rules: rules.source,
    departments,
    skills,
    prefilled: invite?.click.survey ?? {},
  };
}

/** What a request for a chat says, checked against the form that was filled in. Throws `invalid_request`, naming the questions. */
export function takeRequest(
  parts: WindowSurveyParts,
  where: SurveyWhere,
  message: MessageOf<'chat.requested'>,
  isOnline: boolean,
): TakenAnswers & { readonly prefilled: Readonly<Record<string, string>> } {
  const { surveys } = where.configuration;
  if (!isOnline && !surveys.offline.enabled)
    throw new AppError('conflict', 'Nobody is here right now, and no messages are taken');
  const form = surveys[message.form ?? (isOnline ? 'preChat' : 'offline')];
  const questions = form.enabled ? form.questions : [];
  const moment = momentOf(parts, where, message.invitationId ?? null);
  const answers = message.answers ?? answersOfFields(questions, message);
  const taken = takeAnswers(questions, answers, moment, message.language ?? null);
  refuseFaults(taken);
  return { ...taken, prefilled: moment.prefilled };
}

/** What a client that knows no forms sends, as answers to the questions bound to it. */
function answersOfFields(questions: readonly Question[], message: MessageOf<'chat.requested'>): Answers {
  return Object.fromEntries(
    questions.flatMap((question) => {
      const binding = bindingOf(question);
      const given = binding === 'name' || binding === 'email' || binding === 'question' ? message[binding] : undefined;
      return given === undefined ? [] : [[question.name, given]];
    }),
  );
}

/** Tells the rules, and with them lists and lookers-on, what was answered. */
export async function tellAnswers(
  { engine, now }: WindowSurveyParts,
  { configuration, visitorId }: SurveyWhere,
  taken: TakenAnswers,
  request: { readonly prefilled: Readonly<Record<string, string>> } | null,
): Promise<void> {
  const about = { at: now(), siteId: configuration.site.id, visitorId };
  const { question: _opening, ...contact } = taken.bound;
  if (Object.keys(contact).length > 0)
    await engine.happen({ type: 'contact.changed', ...about, ...contact } as IncomingEvent);
  const answers = { ...request?.prefilled, ...answersByName(taken.stored) };
  if (request === null && Object.keys(answers).length === 0) return;
  await engine.happen({
    type: 'survey.answered',
    ...about,
    answers,
    isNew: request !== null,
    department: taken.department,
    skill: taken.skills[0] ?? null,
  } as IncomingEvent);
}

/** Rates the visitor's chat. */
export async function takeRating(
  parts: WindowSurveyParts,
  { configuration, visitorId }: SurveyWhere,
  { chatId, rating, comment }: MessageOf<'chat.rated'>,
): Promise<ChatSummary> {
  const { enabled, rating: settings } = configuration.surveys.postChat;
  if (!enabled || !settings.enabled) throw new AppError('conflict', 'This site asks for no rating');
  if (settings.style === 'thumbs' && rating !== 1 && rating !== 5)
    throw new AppError('invalid_request', 'Thumbs are 1 or 5', {
      fields: [{ path: 'rating', message: 'must be 1 (down) or 5 (up)' }],
    });
  const siteId = configuration.site.id;
  const said = settings.comment ? cleanTextOrNull(comment, 1000) : null;
  const { chat, isChanged } = await rateChat(
    parts,
    { siteId, chatId, visitorId },
    { rating, comment: said === null ? null : maskCardNumbers(said), returnMs: returnMsOf(configuration) },
  );
  if (isChanged) parts.onRated(siteId, visitorId);
  return chat;
}

/** Takes the answers to the questions after the visitor's chat. */
export async function takePostChat(
  parts: WindowSurveyParts,
  where: SurveyWhere,
  { chatId, answers, language }: MessageOf<'survey.answered'>,
): Promise<ChatSummary> {
  const { configuration, visitorId } = where;
  const { enabled, questions } = configuration.surveys.postChat;
  if (!enabled) throw new AppError('conflict', 'This site asks nothing after a chat');
  const taken = takeAnswers(questions, answers, momentOf(parts, where, null), language ?? null);
  refuseFaults(taken);
  const { chat, isChanged } = await answerAfterChat(
    parts,
    { siteId: configuration.site.id, chatId, visitorId },
    { stored: taken.stored, asked: new Set(questions.map(({ name }) => name)), returnMs: returnMsOf(configuration) },
  );
  if (isChanged) await tellAnswers(parts, where, taken, null);
  return chat;
}

/** Takes the answer to a question that the operator asked for. */
export async function takeField(
  parts: WindowSurveyParts,
  where: SurveyWhere,
  { chatId, seq, answers, language }: MessageOf<'field.answered'>,
): Promise<ChatSummary> {
  const { configuration, visitorId } = where;
  const siteId = configuration.site.id;
  const entry = await findEntry(parts.storage.db, siteId, chatId, seq);
  if (entry?.content.kind !== 'fieldAsked') throw new AppError('not_found', 'Nothing was asked there');
  const { name } = entry.content.question;
  const question = findQuestion(configuration, name);
  if (!question) throw new AppError('conflict', 'This question is no longer asked');
  // The operator asks for it, whatever the form would show, and nothing but an answer answers it.
  const asked = { ...question, shownIf: { answers: [], visit: null }, required: true } as Question;
  const taken = takeAnswers([asked], answers, momentOf(parts, where, null), language ?? null);
  refuseFaults(taken);
  const { chat, isChanged } = await answerField(
    parts,
    { siteId, chatId, visitorId },
    { name, seq, stored: taken.stored },
  );
  if (!isChanged) return chat;
  await tellAnswers(parts, where, taken, null);
  const { name: visitorName = chat.visitorName, email: visitorEmail = chat.visitorEmail } = taken.bound;
  await parts.chats.noteContact(siteId, chatId, { name: visitorName, email: visitorEmail });
  return chat;
}

/** A question of any form that a visitor can be asked, by its name. */
export function findQuestion({ surveys }: Pick<SiteConfiguration, 'surveys'>, name: string): Question | null {
  const all = surveyForms.flatMap((form) => surveys[form].questions);
  return all.find((question) => question.name === name && question.type !== 'hidden') ?? null;
}

function refuseFaults({ faults }: TakenAnswers): void {
  if (faults.length > 0)
    throw new AppError('invalid_request', 'Some answers are not as they must be', { fields: [...faults] });
}

function returnMsOf({ site }: SiteConfiguration): number {
  return site.chatReturnMinutes * 60_000;
}
