import type { ChatSummary } from '@foyer/protocol/chat';
import { IconHierarchy2, IconTag } from '@tabler/icons-react';
import classes from './routing-words.module.css';

/** Department and skills that a chat asks for; nothing where it is for everybody. */
export function RoutingWords({ chat }: { chat: Pick<ChatSummary, 'departmentName' | 'skills'> }) {
  const { departmentName, skills } = chat;
  if (departmentName === null && skills.length === 0) return null;
  return (
    <span className={classes.words}>
      {departmentName === null ? null : (
        <span className={classes.word}>
          <IconHierarchy2 size={12} stroke={1.8} aria-hidden />
          {departmentName}
        </span>
      )}
      {skills.map(({ id, name }) => (
        <span key={id} className={classes.word}>
          <IconTag size={12} stroke={1.8} aria-hidden />
          {name}
        </span>
      ))}
    </span>
  );
}
