import { type SurveysInput, surveyNamesOf } from '@foyer/protocol/survey';
import { findSurveyNameFault } from '../surveys/check-survey-names.ts';
import type { Entries } from './kind.ts';
import { sectionOf } from './whole-kind.ts';

/**
 * What is wrong with the `{survey.NAME}` of a text on a site as it is going to be, in words; null: nothing. What stood there
 * before stays: its question may be gone since.
 */
export function findStrangeAnswer(text: string, site: Entries, before: readonly string[]): string | null {
  const [entry] = site.get('surveys') ?? [];
  if (!entry || before.includes(text)) return null;
  return findSurveyNameFault(text, surveyNamesOf(sectionOf(entry) as SurveysInput));
}
