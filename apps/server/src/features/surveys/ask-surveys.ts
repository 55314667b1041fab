import {
  type AskedForm,
  type AskedQuestion,
  type AskedSurveys,
  askedQuestionOf,
  type Question,
  type SurveyForm,
  type Surveys,
} from '@foyer/protocol/survey';
import { choicesOf, filledIn, questionsFor, type SurveyMoment } from './survey-moment.ts';

/** The forms of a site as one visitor's window asks them. */
export function askSurveys({ preChat, postChat, offline }: Surveys, moment: SurveyMoment): AskedSurveys {
  const { enabled, style, question, comment, translations } = postChat.rating;
  return {
    preChat: askForm(preChat, moment),
    offline: askForm(offline, moment),
    postChat: askForm(postChat, moment),
    rating: postChat.enabled && enabled ? { style, question, comment, translations } : null,
  };
}

function askForm({ enabled, title, intro, translations, questions }: SurveyForm, moment: SurveyMoment): AskedForm {
  return {
    enabled,
    title,
    intro,
    translations,
    questions: enabled
      ? questionsFor(questions, moment).flatMap((question) => askQuestion(question, moment) ?? [])
      : [],
  };
}

/** A question as it is put to this visitor; null: visitors see nothing of it. */
export function askQuestion(question: Question, moment: SurveyMoment): AskedQuestion | null {
  return askedQuestionOf(question, filledIn(question, moment), choicesOf(question, moment));
}
