import type { ChatEntry, ChatSummary } from '@foyer/protocol/chat';
import type { StoredAnswer } from '@foyer/protocol/survey';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import { emptyLog } from '../inbox/entry-log.ts';
import { inbox } from '../inbox/inbox.ts';
import { AnswerRows } from './answer-rows.tsx';
import classes from './answers.module.css';

/** What the visitor of the chat on the screen has answered, above the conversation. */
export function ChatAnswers({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('surveys');
  const entries = useStore(inbox, (state) => (state.logs[chat.id] ?? emptyLog).entries);
  const answers = useMemo(() => answersOf(entries), [entries]);
  if (answers.length === 0) return null;
  const short = answers.filter(({ masked, consent }) => !masked && !consent).map(({ value, shown }) => shown ?? value);
  return (
    <details className={classes.panel}>
      <summary>
        {t('panelCount', { count: answers.length })}
        {short.length === 0 ? null : <span className={classes.short}> · {short.join(' · ').slice(0, 120)}</span>}
      </summary>
      <AnswerRows answers={answers} />
    </details>
  );
}

/** The newest answer to each question, in the order in which they were asked. */
function answersOf(entries: readonly ChatEntry[]): StoredAnswer[] {
  const newest = new Map<string, StoredAnswer>();
  let after: readonly StoredAnswer[] = [];
  for (const { content } of entries) {
    if (content.kind !== 'surveyAnswered') continue;
    // Answers after a chat come as a whole: what was taken back is not among them.
    if (content.phase === 'postChat') {
      for (const { name } of after) newest.delete(name);
      after = content.answers;
    }
    for (const answer of content.answers) newest.set(answer.name, answer);
  }
  return [...newest.values()];
}
