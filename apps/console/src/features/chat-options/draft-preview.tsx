import type { ChatSummary } from '@foyer/protocol/chat';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import { visitorLabel } from '../visitors/visitor-label.ts';
import classes from './draft-preview.module.css';
import { drafts } from './drafts.ts';

/** What the visitor of a chat is typing (S-086), below what was said. It is not read out: it changes with every key. */
export function DraftPreview({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('chatOptions');
  const text = useStore(drafts, (all) => all[chat.id] ?? '');
  if (text === '') return null;
  const name = visitorLabel({ name: chat.visitorName, country: chat.country });
  return (
    <section className={classes.preview} aria-label={t('preview.label', { name })} aria-live="off">
      <p className={classes.head}>
        <IconPencil size={13} aria-hidden /> {t('preview.head', { name })}
      </p>
      <p className={classes.text} dir="auto">
        {text}
      </p>
    </section>
  );
}
