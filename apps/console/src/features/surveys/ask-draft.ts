import { type AskedForm, type AskedSurveys, askedQuestionOf, type Choice, surveyForms } from '@foyer/protocol/survey';
import type { DraftForm, DraftQuestion, DraftSurveys } from './survey-draft.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What there is to choose of on the site. */
interface NamedChoices {
  readonly departments: readonly Named[];
  readonly skills: readonly Named[];
}

/** The forms as a window would ask them; every question is put, and what a placeholder stands for is not known. */
export function askDraft(surveys: DraftSurveys, named: NamedChoices): AskedSurveys {
  const { enabled, style, question, comment, translations } = surveys.postChat.rating;
  return {
    preChat: askForm(surveys.preChat, named),
    offline: askForm(surveys.offline, named),
    postChat: askForm(surveys.postChat, named),
    rating: surveys.postChat.enabled && enabled ? { style, question, comment, translations } : null,
  };
}

function askForm({ questions, ...form }: DraftForm, named: NamedChoices): AskedForm {
  const { enabled, title, intro, translations } = form;
  return {
    enabled,
    title,
    intro,
    translations,
    questions: enabled
      ? questions.flatMap((question) => askedQuestionOf(question, filledIn(question), choicesOf(question, named)) ?? [])
      : [],
  };
}

function filledIn(question: DraftQuestion): string {
  return 'default' in question ? question.default.replace(/\{[^{}]*\}/g, '').trim() : '';
}

function choicesOf(question: DraftQuestion, { departments, skills }: NamedChoices): Choice[] {
  const list = question.type === 'department' ? departments : question.type === 'skill' ? skills : [];
  if (list.length > 0) return list.map(({ id, name }) => ({ value: id, label: name, translations: {} }));
  return 'choices' in question ? question.choices : [];
}

/** Languages that any of the texts has. */
export function languagesOf(surveys: DraftSurveys): string[] {
  const found = surveyForms.flatMap((form) => [
    ...Object.keys(surveys[form].translations),
    ...surveys[form].questions.flatMap((question) =>
      'translations' in question ? Object.keys(question.translations) : [],
    ),
  ]);
  return [...new Set(found)].sort();
}
