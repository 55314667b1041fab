import { createHash } from 'node:crypto';
import { assertNever } from '@foyer/protocol/assert-never';
import { type Answers, type Binding, bindingOf, type Question, type StoredAnswer } from '@foyer/protocol/survey';
import { answerText, askedNames, inLanguage } from '@foyer/protocol/survey-answers';
import { cleanText } from '@foyer/rules/clean-text';
import type { FieldError } from '@foyer/rules/field-error';
import { compileLinearExpression } from '@foyer/rules/linear-expression';
import { z } from 'zod';
import { maskCardNumbers } from '../chats/mask-card-numbers.ts';
import { choicesOf, filledIn, questionsFor, type SurveyMoment } from './survey-moment.ts';

/** What a visitor's answers come to. With faults, nothing of it may be used. */
export interface TakenAnswers {
  readonly stored: readonly StoredAnswer[];
  /** What of it name, e-mail and opening question don't say. */
  readonly further: readonly StoredAnswer[];
  /** Contact details, and the question that the chat opens with, by what they are. */
  readonly bound: Readonly<Partial<Record<Binding, string>>>;
  /** Names of what was chosen; null and empty: nothing. */
  readonly department: string | null;
  readonly skills: readonly string[];
  /** By the name of the question. */
  readonly faults: readonly FieldError[];
}

const longest: Partial<Record<Question['type'], number>> = { longText: 4000, email: 254, phone: 50, number: 50 };
/** Visitors read these beside the field. */
const needed = 'Please fill this in.';
const emailSchema = z.email();
/** Digits, and what people write between them. */
const phoneShape = /^[+(\d][\d\s()./-]*(?:(?:x|ext\.?)\s?\d+)?$/i;

/**
 * Checks a visitor's answers against the questions of a form, and makes of them what is stored. Names that the form does
 * not have are refused; what was answered to a question that is not asked is dropped. `language`: the window's, for the
 * text that was agreed to.
 */
export function takeAnswers(
  questions: readonly Question[],
  answers: Answers,
  moment: SurveyMoment,
  language: string | null = null,
): TakenAnswers {
  const put = questionsFor(questions, moment);
  const asked = askedNames(
    put.map((question) => ({
      name: question.name,
      shownIf: question.type === 'hidden' ? [] : question.shownIf.answers,
    })),
    answers,
  );
  const faults: FieldError[] = [];
  for (const name of Object.keys(answers)) {
    const question = questions.find((one) => one.name === name);
    if (!question) faults.push({ path: name, message: 'is no question of this form' });
    else if (question.type === 'hidden') faults.push({ path: name, message: 'is filled in by itself' });
  }
  const stored: StoredAnswer[] = [];
  const further: StoredAnswer[] = [];
  const bound: Partial<Record<Binding, string>> = {};
  let department: string | null = null;
  const skills: string[] = [];
  for (const question of put) {
    if (!asked.has(question.name)) continue;
    const read = readAnswer(
      question,
      Object.hasOwn(answers, question.name) ? answers[question.name] : undefined,
      moment,
      language,
    );
    if ('fault' in read) {
      faults.push({ path: question.name, message: read.fault });
      continue;
    }
    if (read.value === '') continue;
    const answer = storedAnswer(question, read, moment.at, language);
    const binding = bindingOf(question);
    stored.push(answer);
    if (binding !== null) bound[binding] = read.value;
    if (binding === null || binding === 'phone' || binding === 'company') further.push(answer);
    if (question.type === 'department') department = read.value;
    if (question.type === 'skill') skills.push(read.value);
  }
  return { stored, further, bound, department, skills, faults };
}

interface ReadAnswer {
  /** Empty: not answered. */
  readonly value: string;
  /** What the choice is called. */
  readonly shown?: string;
}
type Read = ReadAnswer | { readonly fault: string };

function readAnswer(
  question: Question,
  answer: Answers[string] | undefined,
  moment: SurveyMoment,
  language: string | null,
): Read {
  if (question.type === 'hidden') return { value: maskCardNumbers(cleanText(filledIn(question, moment), 500)) };
  if (question.type === 'checkbox' || question.type === 'consent') {
    if (answer !== undefined && typeof answer !== 'boolean') return { fault: 'must be true or false' };
    if (question.required && answer !== true) return { fault: 'Please tick this box to go on.' };
    return { value: answer === true ? 'yes' : '' };
  }
  const isList = question.type === 'select' && question.multiple;
  if (Array.isArray(answer) ? !isList : typeof answer === 'boolean') return { fault: 'must be a text' };
  if (answerText(answer) === '') return question.required ? { fault: needed } : { value: '' };
  switch (question.type) {
    case 'select':
    case 'radio':
    case 'department':
    case 'skill':
      return readChoice(question, Array.isArray(answer) ? answer : [String(answer)], moment);
    default:
      return readWritten(question, String(answer), language);
  }
}

function readChoice(question: Question, chosen: readonly string[], moment: SurveyMoment): Read {
  const choices = choicesOf(question, moment);
  const found = [...new Set(chosen)].map((one) => choices.find(({ value }) => value === one));
  if (found.some((one) => one === undefined)) return { fault: 'This is none of the choices.' };
  const shown = found.map((one) => one?.label).join(', ');
  // Ids say nothing to people, nor to conditions.
  const isNamed = question.type === 'department' || question.type === 'skill';
  const value = isNamed ? shown : found.map((one) => one?.value).join(', ');
  return shown === value ? { value } : { value, shown };
}

type Written = Extract<Question, { type: 'text' | 'longText' | 'email' | 'phone' | 'number' }>;

function readWritten(question: Written, answer: string, language: string | null): Read {
  const most = longest[question.type] ?? 200;
  // Line breaks belong into long texts alone.
  const written = question.type === 'longText' ? answer.replace(/\r\n?/g, '\n') : answer.replace(/\s+/g, ' ');
  const clean = question.type === 'longText' ? keepLines(written) : cleanText(written, 4000).trim();
  if (clean === '') return question.required ? { fault: needed } : { value: '' };
  if (clean.length > most) return { fault: `${clean.length - most} characters too many: please shorten it.` };
  const fault = findShapeFault(question, clean);
  if (fault !== null) return { fault };
  if ('pattern' in question && question.pattern !== '') {
    const compiled = compileLinearExpression(question.pattern);
    if (!('refusal' in compiled) && !compiled.matches(clean)) return { fault: patternErrorOf(question, language) };
  }
  return { value: question.type === 'email' ? clean : maskCardNumbers(clean) };
}

function patternErrorOf(question: Extract<Written, { pattern: string }>, language: string | null): string {
  const other = inLanguage(question.translations, language)?.patternError;
  return other || question.patternError || 'This doesn’t look right. Please check it.';
}

function keepLines(text: string): string {
  return text
    .split('\n')
    .map((line) => cleanText(line, 4000))
    .join('\n')
    .trim();
}

function findShapeFault(question: Written, value: string): string | null {
  switch (question.type) {
    case 'text':
    case 'longText':
      return null;
    case 'email':
      return emailSchema.safeParse(value).success ? null : 'This doesn’t look like an e-mail address. Please check it.';
    case 'phone':
      return phoneShape.test(value) && value.replace(/\D/g, '').length >= 3
        ? null
        : 'This doesn’t look like a telephone number. Please check it.';
    case 'number': {
      const number = Number(value.replace(',', '.'));
      if (!/^[+-]?\d+([.,]\d+)?$/.test(value) || !Number.isFinite(number)) return 'Please write a number.';
      if (question.min !== null && number < question.min) return `Please write ${question.min} or more.`;
      if (question.max !== null && number > question.max) return `Please write ${question.max} or less.`;
      return null;
    }
    default:
      return assertNever(question);
  }
}

function storedAnswer(question: Question, read: ReadAnswer, at: number, language: string | null): StoredAnswer {
  return {
    name: question.name,
    label: question.label,
    ...read,
    ...(question.masked ? { masked: true } : {}),
    ...(question.type === 'consent' ? { consent: { ...agreedText(question, language), at } } : {}),
  };
}

/** The text that was agreed to, in the words that were shown, with a mark that changes whenever it does. */
function agreedText(question: Extract<Question, { type: 'consent' }>, language: string | null) {
  const { label, link, translations } = question;
  const other = inLanguage(translations, language);
  const words = other?.label || label;
  const text = link.url === '' ? words : `${words} ${other?.linkText || link.text} (${link.url})`;
  return { text, version: createHash('sha256').update(text).digest('hex').slice(0, 12) };
}

/** Answers with later ones put in the place of those before, and what was taken back gone. */
export function mergeAnswers(
  before: readonly StoredAnswer[],
  after: readonly StoredAnswer[],
  gone: ReadonlySet<string> = new Set(),
): StoredAnswer[] {
  const names = new Set(after.map(({ name }) => name));
  return [...before.filter(({ name }) => !names.has(name) && !gone.has(name)), ...after];
}

/** Answers by name, as conditions see them. */
export function answersByName(stored: readonly StoredAnswer[]): Record<string, string> {
  return Object.fromEntries(stored.map(({ name, value }) => [name, value]));
}
