import { assertNever } from '@foyer/protocol/assert-never';
import type { EntryContent } from '@foyer/protocol/chat';

/** Place of what is searched of a chat beside its entries: its visitor's name and e-mail address. */
export const contactSeq = 0;

/** What is searched of an entry of a chat's log; empty: nothing. What people wrote, not what merely happened. */
export function searchableText(content: EntryContent): string {
  switch (content.kind) {
    case 'requested':
      return content.question ?? '';
    case 'message':
    case 'whisper':
    case 'note':
    case 'replied':
      return content.body;
    case 'file':
      return content.name;
    case 'helpAsked':
    case 'transferOffered':
      return content.note;
    case 'settled':
      return content.note ?? '';
    case 'rated':
      return content.comment ?? '';
    case 'surveyAnswered':
      // What is to be hidden is found by nobody.
      return content.answers.flatMap(({ masked, shown, value }) => (masked ? [] : [shown ?? value])).join('\n');
    case 'joined':
    case 'left':
    case 'transferred':
    case 'supervisorJoined':
    case 'supervisorLeft':
    case 'takenOver':
    case 'pageChanged':
    case 'ended':
    case 'missed':
    case 'transcriptSent':
    case 'fieldAsked':
    case 'wrapUpChosen':
    case 'wrapUpOpened':
    case 'tagAdded':
    case 'tagChanged':
    case 'tagRemoved':
    case 'routed':
    case 'transferDeclined':
    case 'blocked':
    case 'claimed':
    case 'claimReleased':
    case 'reopened':
      return '';
    default:
      return assertNever(content);
  }
}
