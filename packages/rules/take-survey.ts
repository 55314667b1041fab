import type { VisitEvent } from './event.ts';
import type { Visit } from './visit.ts';

/** Takes over what the visitor answered, so that conditions see it. */
export function takeSurvey(
  visit: Visit,
  { answers, isNew, department, skill }: Extract<VisitEvent, { type: 'survey.answered' }>,
): Visit {
  const before = visit.chatWish;
  return {
    ...visit,
    chatWish: {
      department: department ?? before?.department ?? null,
      skill: skill ?? before?.skill ?? null,
      survey: isNew ? answers : { ...before?.survey, ...answers },
    },
  };
}
