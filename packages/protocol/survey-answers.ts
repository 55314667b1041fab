import type { AnswerCondition, Answers } from './survey.ts';

/** An answer in words that conditions compare: a ticked box is `yes`, one that is not ticked no answer; several choices stand in a row. */
export function answerText(answer: Answers[string] | undefined): string {
  if (answer === undefined || answer === false) return '';
  if (answer === true) return 'yes';
  return typeof answer === 'string' ? answer.trim() : answer.join(', ');
}

/** Whether all of these conditions hold of the answers so far. */
export function holdsOfAnswers(conditions: readonly AnswerCondition[], answers: Readonly<Answers>): boolean {
  return conditions.every((condition) => holds(condition, answers));
}

function holds({ question, operator, value }: AnswerCondition, answers: Readonly<Answers>): boolean {
  const answer = Object.hasOwn(answers, question) ? answers[question] : undefined;
  const isAnswered = answerText(answer) !== '';
  const wanted = value.trim().toLowerCase();
  const given = (Array.isArray(answer) ? answer : [answerText(answer)]).map((one) => one.trim().toLowerCase());
  const isOneOf = isAnswered && given.includes(wanted);
  if (operator === 'is') return isOneOf;
  if (operator === 'isNot') return !isOneOf;
  if (operator === 'contains') return isAnswered && given.some((one) => one.includes(wanted));
  return isAnswered === (operator === 'isAnswered');
}

/** The names of the questions that are asked, given the answers so far; what is not asked counts as not answered. */
export function askedNames(
  questions: readonly { readonly name: string; readonly shownIf: readonly AnswerCondition[] }[],
  answers: Readonly<Answers>,
): Set<string> {
  const asked = new Set<string>();
  const counted: Answers = {};
  for (const { name, shownIf } of questions) {
    if (!holdsOfAnswers(shownIf, counted)) continue;
    asked.add(name);
    const answer = Object.hasOwn(answers, name) ? answers[name] : undefined;
    if (answer !== undefined) Object.defineProperty(counted, name, { value: answer, enumerable: true });
  }
  return asked;
}

/** What there is in a language such as `de-AT`, or else in its main one, `de`; undefined: nothing. */
export function inLanguage<T>(translations: Readonly<Record<string, T>>, language: string | null): T | undefined {
  const own = (key: string) => (Object.hasOwn(translations, key) ? translations[key] : undefined);
  return language === null ? undefined : (own(language) ?? own(language.split('-', 1)[0] ?? ''));
}
