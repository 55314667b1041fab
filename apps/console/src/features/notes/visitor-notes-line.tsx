import { IconNotes } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { visitorNotesQuery } from './notes-api.ts';
import classes from './visitor-notes.module.css';

/** The newest note on a visitor in one line, and how many there are: where there is no room for them all. */
export function VisitorNotesLine({ siteId, visitorId }: { siteId: string; visitorId: string }) {
  const { t } = useTranslation('notes');
  const notes = useQuery(visitorNotesQuery(siteId, visitorId)).data ?? [];
  const newest = notes[0];
  if (newest === undefined) return null;
  return (
    <p className={classes.line}>
      <IconNotes size={14} aria-hidden />
      <span className="visually-hidden">{t('onVisitor', { count: notes.length })}: </span>
      <span className={classes.newest}>{newest.body}</span>
      {notes.length > 1 ? <span aria-hidden>+{notes.length - 1}</span> : null}
    </p>
  );
}
