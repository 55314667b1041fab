import type { ChatSummary } from '@foyer/protocol/chat';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import classes from './supervision.module.css';
import { typingColleagues } from './watching.ts';

const nobody: readonly string[] = [];

/** That a colleague is typing in a chat that one has or watches. */
export function ColleagueTyping({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('inbox');
  const names = useStore(typingColleagues, (all) => all[chat.id] ?? nobody);
  return names.map((name) => (
    <p key={name} className={classes.typing}>
      {t('visitorTyping', { name })}
    </p>
  ));
}
