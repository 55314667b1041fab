import { z } from 'zod';
import { expressionSchema } from './condition.ts';
import { text } from './text.ts';
import type { WindowLanguage } from './window-language.ts';

/** The three forms of a site: before a chat, after it, and with nobody Online. */
export const surveyForms = ['preChat', 'postChat', 'offline'] as const;
export type SurveyFormName = (typeof surveyForms)[number];

/** What a question can be (chat.md section 3). */
export const questionTypes = [
  'text',
  'longText',
  'email',
  'phone',
  'number',
  'select',
  'radio',
  'checkbox',
  'consent',
  'department',
  'skill',
  'hidden',
] as const;
export type QuestionType = (typeof questionTypes)[number];

export const maxQuestions = 40;
export const maxChoices = 200;

/** Name of a question, for `{survey.NAME}` and for conditions. */
export const questionName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,39}$/, { message: 'must begin with a letter and have only letters, digits and _' });

/** A language as browsers name it, such as `de` or `pt-BR`. */
const language = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, { message: 'must be a language such as de or pt-BR' });

const said = (max: number) => text(max, 1).refine((value) => value.trim() !== '', { message: 'must not be blank' });

/** What stands between braces in the default of a question. `var.NAME`: a custom variable of the visitor. */
export const defaultPlaceholders = [
  'visitor.name',
  'visitor.email',
  'visitor.phone',
  'visitor.company',
  'visitor.country',
  'page.url',
  'page.title',
  'site.name',
  'var.NAME',
] as const;

export const answerOperators = ['is', 'isNot', 'contains', 'isAnswered', 'isNotAnswered'] as const;

/** A comparison with the answer to an earlier question of the same form; without regard to case. */
const answerConditionSchema = z.strictObject({
  question: questionName,
  operator: z.enum(answerOperators),
  /** Ignored by `isAnswered` and `isNotAnswered`. A ticked box is `yes`. */
  value: text(200).default(''),
});
export type AnswerCondition = z.infer<typeof answerConditionSchema>;

const shownIf = z
  .strictObject({
    /** All must hold; judged in the window as the visitor answers, and again on the server. */
    answers: z.array(answerConditionSchema).max(10).default([]),
    /** What must hold of the visit; judged on the server alone. What is unknown does not hold. */
    visit: expressionSchema.nullable().default(null),
  })
  .prefault({});

/** The question in other languages; what is empty stays as it is. */
const translations = z
  .record(
    language,
    z.strictObject({
      label: text(200).default(''),
      help: text(500).default(''),
      patternError: text(200).default(''),
      linkText: text(100).default(''),
    }),
  )
  .default({});

const common = {
  name: questionName,
  label: said(200),
  help: text(500).default(''),
  required: z.boolean().default(false),
  /** Operators see dots until they ask for it; it stands in no mail, no address and no canned response. */
  masked: z.boolean().default(false),
  shownIf,
  translations,
};
/** Filled in beforehand, with placeholders. */
const byDefault = { default: text(500).default('') };
/** A regular expression that must be found in the answer (write `^…$` for the whole of it), and what is said where it isn't. */
const pattern = { pattern: text(500).default(''), patternError: text(200).default('') };

const choiceSchema = z.strictObject({
  /** What is stored and what conditions compare with. */
  value: said(100),
  label: said(200),
  translations: z.record(language, text(200)).default({}),
});
export type Choice = z.infer<typeof choiceSchema>;
const choices = { choices: z.array(choiceSchema).max(maxChoices).default([]) };

/** Whole names: what the window cannot show a field for, it would not understand. */
const questionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    ...common,
    ...byDefault,
    ...pattern,
    /** Which of the contact details it is; `question`: what the chat opens with. */
    binding: z.enum(['none', 'name', 'company', 'question']).default('none'),
  }),
  z.strictObject({
    type: z.literal('longText'),
    ...common,
    ...byDefault,
    ...pattern,
    binding: z.enum(['none', 'question']).default('none'),
  }),
  z.strictObject({
    type: z.literal('email'),
    ...common,
    ...byDefault,
    ...pattern,
    binding: z.enum(['none', 'email']).default('none'),
  }),
  z.strictObject({
    type: z.literal('phone'),
    ...common,
    ...byDefault,
    ...pattern,
    binding: z.enum(['none', 'phone']).default('none'),
  }),
  z.strictObject({
    type: z.literal('number'),
    ...common,
    ...byDefault,
    min: z.number().nullable().default(null),
    max: z.number().nullable().default(null),
  }),
  z.strictObject({
    type: z.literal('select'),
    ...common,
    ...byDefault,
    ...choices,
    multiple: z.boolean().default(false),
  }),
  z.strictObject({ type: z.literal('radio'), ...common, ...byDefault, ...choices }),
  z.strictObject({ type: z.literal('checkbox'), ...common }),
  z.strictObject({
    type: z.literal('consent'),
    ...common,
    /** Stands after the label and opens in a tab of its own; both empty: no link. */
    link: z.strictObject({ text: text(100).default(''), url: text(500).default('') }).prefault({}),
  }),
  z.strictObject({ type: z.literal('department'), ...common }),
  z.strictObject({ type: z.literal('skill'), ...common }),
  z.strictObject({
    type: z.literal('hidden'),
    name: questionName,
    /** What operators read; visitors see nothing of it. */
    label: said(200),
    masked: z.boolean().default(false),
    ...byDefault,
  }),
]);
export type Question = z.infer<typeof questionSchema>;

/** Contact details that questions are bound to. */
export type Binding = 'name' | 'email' | 'phone' | 'company' | 'question';

/** Which of the contact details a question is; null: none. */
export function bindingOf(question: Question): Binding | null {
  return 'binding' in question && question.binding !== 'none' ? question.binding : null;
}

/** Words of ours for what a chat begins with by default, in the languages of the chat window. */
const ourLabels = {
  name: { en: 'Name', de: 'Name', fr: 'Nom', es: 'Nombre', ar: 'الاسم' },
  email: { en: 'E-mail', de: 'E-Mail', fr: 'E-mail', es: 'Correo electrónico', ar: 'البريد الإلكتروني' },
  question: { en: 'Your question', de: 'Ihre Frage', fr: 'Votre question', es: 'Su pregunta', ar: 'سؤالك' },
  message: { en: 'Message', de: 'Nachricht', fr: 'Message', es: 'Mensaje', ar: 'الرسالة' },
};

const labelled = ({ en, ...others }: Record<WindowLanguage, string>) => ({
  label: en,
  translations: Object.fromEntries(
    Object.entries(others).map(([language, label]) => [language, { label, help: '', patternError: '', linkText: '' }]),
  ),
});

const asked = (name: string, label: keyof typeof ourLabels) => ({
  name,
  help: '',
  required: false,
  masked: false,
  shownIf: { answers: [], visit: null },
  ...labelled(ourLabels[label]),
  pattern: '',
  patternError: '',
});
const nameQuestion: Question = { type: 'text', ...asked('name', 'name'), default: '{visitor.name}', binding: 'name' };
const emailQuestion: Question = {
  type: 'email',
  ...asked('email', 'email'),
  default: '{visitor.email}',
  binding: 'email',
};
const opening: Question = { type: 'longText', ...asked('question', 'question'), default: '', binding: 'question' };
const preChatQuestions: Question[] = [nameQuestion, emailQuestion, opening];
const offlineQuestions: Question[] = [
  nameQuestion,
  { ...emailQuestion, required: true },
  { ...opening, ...labelled(ourLabels.message), required: true },
];

const formFields = (isEnabled: boolean, questions: Question[]) => ({
  enabled: z.boolean().default(isEnabled),
  /** Heading above the form; empty: none. */
  title: text(120).default(''),
  /** Text above the questions; empty: the window's own text. */
  intro: text(1000).default(''),
  translations: z
    .record(language, z.strictObject({ title: text(120).default(''), intro: text(1000).default('') }))
    .default({}),
  questions: z.array(questionSchema).max(maxQuestions).default(questions),
});

export const ratingStyles = ['stars', 'thumbs'] as const;
const ratingSchema = z
  .strictObject({
    enabled: z.boolean().default(true),
    style: z.enum(ratingStyles).default('stars'),
    question: said(200).default('How was this chat?'),
    /** Whether the visitor may add a comment. */
    comment: z.boolean().default(true),
    translations: z.record(language, text(200)).default({}),
  })
  .prefault({});

/** The surveys of a site (W-144, W-145). As by default, a chat begins with name, e-mail and question, and ends without a survey. */
export const surveysFields = {
  preChat: z.strictObject(formFields(true, preChatQuestions)).prefault({}),
  postChat: z.strictObject({ ...formFields(false, []), rating: ratingSchema }).prefault({}),
  offline: z.strictObject(formFields(true, offlineQuestions)).prefault({}),
};
export const surveysInputSchema = z.strictObject(surveysFields);
export type SurveysInput = z.infer<typeof surveysInputSchema>;
export type SurveyForm = SurveysInput['preChat'];
export const surveysChangeSchema = z.strictObject({ ...surveysFields, version: z.number().int().min(0) });
/** Version 0: never saved yet. */
export const surveysSchema = z.strictObject({ ...surveysFields, version: z.number().int().min(0) });
export type Surveys = z.infer<typeof surveysSchema>;

/** What a visitor answers: a text, several choices, or whether a box is ticked; by the name of the question. */
export const answersSchema = z
  .record(text(80, 1), z.union([text(4000), z.array(text(100)).max(maxChoices), z.boolean()]))
  .refine((answers) => Object.keys(answers).length <= maxQuestions, { message: `at most ${maxQuestions} answers` });
export type Answers = z.infer<typeof answersSchema>;

/** An answer as it is stored and shown. */
export const storedAnswerSchema = z.object({
  name: z.string(),
  /** The question as it was asked, in the site's own words. */
  label: z.string(),
  value: z.string(),
  /** What the choice was called, where it is called otherwise. */
  shown: z.string().optional(),
  /** To be hidden from who does not ask for it. */
  masked: z.boolean().optional(),
  /** What was agreed to: the text, a mark that changes with it, and when (epoch ms). */
  consent: z.object({ text: z.string(), version: z.string(), at: z.number().int() }).optional(),
});
export type StoredAnswer = z.infer<typeof storedAnswerSchema>;

/** A question as a visitor's window asks it: what concerns only our side is left out, and what is filled in is filled in. */
export const askedQuestionSchema = z.object({
  name: z.string(),
  type: z.enum(questionTypes),
  label: z.string(),
  help: z.string(),
  required: z.boolean(),
  masked: z.boolean(),
  /** What stands in the field at first. */
  value: z.string(),
  binding: z.string().nullable(),
  shownIf: z.array(answerConditionSchema),
  choices: z.array(choiceSchema),
  multiple: z.boolean(),
  link: z.object({ text: z.string(), url: z.string() }).nullable(),
  translations: z.record(
    z.string(),
    z.object({ label: z.string(), help: z.string(), patternError: z.string(), linkText: z.string() }),
  ),
});
export type AskedQuestion = z.infer<typeof askedQuestionSchema>;

/** A question as a window asks it; null: visitors see nothing of it. `value`: what is filled in; `choices`: what there is to choose from. */
export function askedQuestionOf(question: Question, value: string, choices: Choice[]): AskedQuestion | null {
  if (question.type === 'hidden') return null;
  const { name, type, label, help, required, masked, shownIf, translations } = question;
  return {
    name,
    type,
    label,
    help,
    required,
    masked,
    value,
    binding: bindingOf(question),
    shownIf: shownIf.answers,
    choices,
    multiple: question.type === 'select' && question.multiple,
    link: question.type === 'consent' && question.link.url !== '' ? question.link : null,
    translations,
  };
}

const askedFormSchema = z.object({
  enabled: z.boolean(),
  title: z.string(),
  intro: z.string(),
  translations: z.record(z.string(), z.object({ title: z.string(), intro: z.string() })),
  questions: z.array(askedQuestionSchema),
});
export type AskedForm = z.infer<typeof askedFormSchema>;

/** The forms of one visitor's window. */
export const askedSurveysSchema = z.object({
  preChat: askedFormSchema,
  offline: askedFormSchema,
  postChat: askedFormSchema,
  /** Null: not asked for. */
  rating: z
    .object({
      style: z.enum(ratingStyles),
      question: z.string(),
      comment: z.boolean(),
      translations: z.record(z.string(), z.string()),
    })
    .nullable(),
});
export type AskedSurveys = z.infer<typeof askedSurveysSchema>;

/** A rating: 1 (bad) to 5 (very good); thumbs are 1 and 5. */
export const ratingValue = z.number().int().min(1).max(5);
export const ratingComment = text(1000);

/** Names that `{survey.NAME}` can have: those of all questions of the site. */
export function surveyNamesOf(surveys: SurveysInput): Set<string> {
  return new Set(surveyForms.flatMap((form) => surveys[form].questions.map(({ name }) => name)));
}
