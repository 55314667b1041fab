import type { VariableName } from '@foyer/protocol/condition';

/** What is only known while a visitor is there: stored visits cannot be asked for it. */
const onlyLive: ReadonlySet<VariableName> = new Set<VariableName>([
  'page.scrollDepth',
  'page.exitIntent',
  'staff.online',
  'staff.withRoom',
  'staff.queueLength',
  'time.insideOpeningHours',
]);

/** What is known of a chat, and of no visit. */
const onlyOfChats: ReadonlySet<VariableName> = new Set<VariableName>([
  'chat.department',
  'chat.skill',
  'survey.answer',
]);

/** Whether past visits can be filtered by a variable. */
export function isKept(variable: VariableName): boolean {
  return isKeptOfChats(variable) && !onlyOfChats.has(variable);
}

/** Whether past chats can be filtered by a variable. */
export function isKeptOfChats(variable: VariableName): boolean {
  return !onlyLive.has(variable);
}
