import { IconNotes } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LinkedText } from '../../ui/linked-text.tsx';
import { Moment } from '../../ui/moment.tsx';
import classes from './chat-note.module.css';

/** A note in a chat's log: not to be taken for something the visitor reads. */
export function ChatNote({ name, at, body }: { name: string; at: number; body: string }) {
  const { t } = useTranslation('notes');
  return (
    <div className={classes.note}>
      <p className={classes.head}>
        <IconNotes size={14} aria-hidden />
        <span>
          {name} · {t('onlyOperators')} · <Moment at={at} />
        </span>
      </p>
      <p className={classes.body}>
        <LinkedText text={body} />
      </p>
    </div>
  );
}
