import type { Choice, Question } from '@foyer/protocol/survey';
import { compileExpression } from '@foyer/rules/conditions';
import type { RuleSetSource } from '@foyer/rules/rule-set';
import type { StaffFacts, Visit } from '@foyer/rules/visit';
import { fillDefault } from './fill-default.ts';

/** A department or skill that can be chosen. */
export interface NamedChoice {
  readonly id: string;
  readonly name: string;
}

/** All that a form depends on for one visitor at an instant. */
export interface SurveyMoment {
  readonly siteName: string;
  /** The live visit; null: there is none, and no condition on it holds. */
  readonly visit: Visit | null;
  readonly at: number;
  readonly staff: StaffFacts;
  readonly rules: RuleSetSource;
  readonly departments: readonly NamedChoice[];
  readonly skills: readonly NamedChoice[];
  /** Answers that a click on an invite has given already, by name. */
  readonly prefilled: Readonly<Record<string, string>>;
}

/** The questions that are put to this visitor, as far as the visit decides it. */
export function questionsFor(questions: readonly Question[], moment: SurveyMoment): Question[] {
  return questions.filter((question) => {
    if (question.type === 'hidden') return true;
    if ((question.type === 'department' || question.type === 'skill') && choicesOf(question, moment).length === 0)
      return false;
    const { visit } = question.shownIf;
    if (visit === null) return true;
    if (moment.visit === null) return false;
    const { rules: site, staff, at } = moment;
    return compileExpression(visit, site).judge({ visit: moment.visit, at, staff, site }) === true;
  });
}

/** What can be chosen; nothing where one writes. */
export function choicesOf(question: Question, { departments, skills }: SurveyMoment): Choice[] {
  const named = (list: readonly NamedChoice[]) =>
    list.map(({ id, name }): Choice => ({ value: id, label: name, translations: {} }));
  if (question.type === 'department') return named(departments);
  if (question.type === 'skill') return named(skills);
  return 'choices' in question ? question.choices : [];
}

/** What a question is filled in with beforehand: by the invite that was clicked, else by its default. */
export function filledIn(question: Question, moment: SurveyMoment): string {
  const { prefilled, departments, skills } = moment;
  const given = Object.hasOwn(prefilled, question.name) ? (prefilled[question.name] ?? '') : null;
  if (given === null) return 'default' in question ? fillDefault(question.default, moment) : '';
  const isNamed = question.type === 'department' || question.type === 'skill';
  if (!isNamed) return given;
  const list = question.type === 'department' ? departments : skills;
  return list.find(({ name }) => name.toLowerCase() === given.trim().toLowerCase())?.id ?? given;
}
