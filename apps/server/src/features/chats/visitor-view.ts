import type {
  ChatEntry,
  ChatState,
  ChatSummary,
  EntryContent,
  VisitorContent,
  VisitorEntry,
} from '@foyer/protocol/chat';

/** A chat's state as its visitor may know it: whether a wrap-up is outstanding is not for them. */
export function visibleState({ state }: Pick<ChatSummary, 'state'>): ChatState {
  return state === 'ended' ? 'closed' : state;
}

/**
 * An entry as the chat's visitor may read it. Ids of operators stay on our side; of what is for operators alone nothing
 * is told but that the log has an entry there.
 */
export function toVisitorEntry(entry: ChatEntry): VisitorEntry {
  const content = toVisitorContent(entry.content);
  if (content.kind === 'internal')
    return {
      seq: entry.seq,
      at: entry.at,
      sender: { kind: 'system', name: null, operatorId: null },
      cid: null,
      content,
    };
  return { ...entry, content, sender: { ...entry.sender, operatorId: null } };
}

function toVisitorContent(content: EntryContent): VisitorContent {
  switch (content.kind) {
    case 'wrapUpChosen':
    case 'wrapUpOpened':
    case 'tagAdded':
    case 'tagChanged':
    case 'tagRemoved':
    case 'routed':
    case 'transferOffered':
    case 'transferDeclined':
    case 'whisper':
    case 'helpAsked':
    case 'blocked':
    case 'note':
    case 'claimed':
    case 'claimReleased':
    case 'settled':
    case 'reopened':
      return { kind: 'internal' };
    case 'transcriptSent':
      return content.audience === 'visitor' ? content : { kind: 'internal' };
    case 'surveyAnswered':
      return {
        ...content,
        answers: content.answers.map((one) => (one.masked ? { ...one, value: '', shown: '' } : one)),
      };
    default:
      return content;
  }
}
