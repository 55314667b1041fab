import {
  type Choice,
  type Question,
  type QuestionType,
  type SurveyFormName,
  type SurveysInput,
  surveyForms,
} from '@foyer/protocol/survey';

/** A question while one works on it: known by a key, since its name may change. */
export type DraftQuestion = Question & { readonly key: string };
type WithDrafts<T> = Omit<T, 'questions'> & { questions: DraftQuestion[] };
/** The surveys while one works on them. */
export type DraftSurveys = { [Form in SurveyFormName]: WithDrafts<SurveysInput[Form]> };
export type DraftForm = DraftSurveys['preChat'];

const newKey = () => crypto.randomUUID();

export function toDraft(surveys: SurveysInput): DraftSurveys {
  const withKeys = <T extends { questions: Question[] }>(form: T) => ({
    ...form,
    questions: form.questions.map((question) => ({ ...question, key: newKey() })),
  });
  return {
    preChat: withKeys(surveys.preChat),
    postChat: withKeys(surveys.postChat),
    offline: withKeys(surveys.offline),
  };
}

export function fromDraft(draft: DraftSurveys): SurveysInput {
  const withoutKeys = <T extends { questions: DraftQuestion[] }>(form: T) => ({
    ...form,
    questions: form.questions.map(({ key: _key, ...question }) => question as Question),
  });
  return {
    preChat: withoutKeys(draft.preChat),
    postChat: withoutKeys(draft.postChat),
    offline: withoutKeys(draft.offline),
  };
}

const common = {
  help: '',
  required: false,
  masked: false,
  shownIf: { answers: [], visit: null },
  translations: {},
};
const writing = { default: '', pattern: '', patternError: '' };

/** A new question of a type, with a name that no other has. */
export function newQuestion(type: QuestionType, label: string, taken: readonly DraftQuestion[]): DraftQuestion {
  const base = {
    key: newKey(),
    name: freeName(type === 'consent' ? 'consent' : nameFrom(label), taken),
    label,
    ...common,
  };
  switch (type) {
    case 'text':
    case 'longText':
    case 'email':
    case 'phone':
      return { type, ...base, ...writing, binding: 'none' };
    case 'number':
      return { type, ...base, default: '', min: null, max: null };
    case 'select':
      return { type, ...base, default: '', choices: [], multiple: false };
    case 'radio':
      return { type, ...base, default: '', choices: [] };
    case 'consent':
      return { type, ...base, required: true, link: { text: '', url: '' } };
    case 'checkbox':
    case 'department':
    case 'skill':
      return { type, ...base };
    case 'hidden': {
      const { key, name } = base;
      return { type, key, name, label, masked: false, default: '' };
    }
  }
}

/** A name such as `orderNumber` for a question called *Order number*. */
export function nameFrom(label: string): string {
  const words = label
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .slice(0, 4);
  const joined = words
    .map((word, index) => (index === 0 ? word.toLowerCase() : word[0]?.toUpperCase() + word.slice(1).toLowerCase()))
    .join('')
    .replace(/^[0-9]+/, '')
    .slice(0, 40);
  return joined === '' ? 'question' : joined;
}

/** The name, or with a number behind it where another question has it. */
export function freeName(name: string, taken: readonly DraftQuestion[]): string {
  const isTaken = (one: string) => taken.some((question) => question.name.toLowerCase() === one.toLowerCase());
  for (let number = 1; ; number += 1) {
    const one = number === 1 ? name : `${name.slice(0, 37)}${number}`;
    if (!isTaken(one)) return one;
  }
}

export function newChoice(): Choice {
  return { value: '', label: '', translations: {} };
}

/** What is wrong, by path. */
export type Faults = Readonly<Record<string, string>>;

/** Of all faults those below a path, by the rest of it. */
export function faultsBelow(faults: Faults, path: string): Faults {
  return Object.fromEntries(
    Object.entries(faults).flatMap(([at, message]) =>
      at === path ? [['', message]] : at.startsWith(`${path}.`) ? [[at.slice(path.length + 1), message]] : [],
    ),
  );
}

/** The form and the question that the first fault is in; null: in none. */
export function placeOfFault(faults: Faults): { form: SurveyFormName; index: number | null } | null {
  const [first] = Object.keys(faults);
  const form = surveyForms.find((one) => first === one || first?.startsWith(`${one}.`));
  if (form === undefined) return null;
  const index = /\.questions\.(\d+)/.exec(first ?? '')?.[1];
  return { form, index: index === undefined ? null : Number(index) };
}
