import type { VariableName } from '@foyer/protocol/condition';

/** What is only known while a visitor is there: stored visits cannot be asked for it. */
const onlyLive: ReadonlySet<VariableName> = new Set<VariableName>([
  'page.scrollDepth',
  'page.exitIntent',
  'chat.department',
  'chat.skill',
  'survey.answer',
  'staff.online',
  'staff.withRoom',
  'staff.queueLength',
  'time.insideOpeningHours',
]);

/** Whether past visits can be filtered by a variable. */
export function isKept(variable: VariableName): boolean {
  return !onlyLive.has(variable);
}
