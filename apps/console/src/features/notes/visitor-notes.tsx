import type { VisitorNote } from '@foyer/protocol/note';
import { ActionIcon, Button, Group, Textarea } from '@mantine/core';
import { IconPencil, IconPencilPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { LinkedText } from '../../ui/linked-text.tsx';
import { Moment } from '../../ui/moment.tsx';
import { notifyFailed, notifyUndoable } from '../../ui/notify.tsx';
import { Section } from '../../ui/section.tsx';
import { addVisitorNote, changeVisitorNote, deleteVisitorNote, visitorNotesQuery } from './notes-api.ts';
import classes from './visitor-notes.module.css';

/** What operators noted of a visitor, through all their visits. Each changes their own notes, supervisors any. */
export function VisitorNotes({ siteId, visitorId }: { siteId: string; visitorId: string }) {
  const { t } = useTranslation('notes');
  const notes = useQuery(visitorNotesQuery(siteId, visitorId));
  const [isAdding, setIsAdding] = useState(false);
  const all = notes.data ?? [];
  return (
    <Section title={t('title')} about={t('about')}>
      {notes.isError ? <p className={classes.none}>{errorText(notes.error)}</p> : null}
      {notes.isSuccess && all.length === 0 && !isAdding ? <p className={classes.none}>{t('none')}</p> : null}
      <ul className={classes.list}>
        {all.map((note) => (
          <Note key={note.id} siteId={siteId} visitorId={visitorId} note={note} />
        ))}
      </ul>
      {isAdding ? (
        <NoteForm
          label={t('field')}
          hint={t('fieldHint')}
          initial=""
          save={(body) => addVisitorNote(siteId, visitorId, body)}
          onDone={() => setIsAdding(false)}
          refresh={() => refresh(siteId, visitorId)}
        />
      ) : (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPencilPlus size={14} />}
          onClick={() => setIsAdding(true)}
        >
          {t('add')}
        </Button>
      )}
    </Section>
  );
}

const refresh = (siteId: string, visitorId: string) =>
  queryClient.invalidateQueries({ queryKey: visitorNotesQuery(siteId, visitorId).queryKey });

function Note({ siteId, visitorId, note }: { siteId: string; visitorId: string; note: VisitorNote }) {
  const { t } = useTranslation('notes');
  const { t: tShell } = useTranslation('shell');
  const me = useMe();
  const [isEditing, setIsEditing] = useState(false);
  const isMine = note.operatorId === me.id || me.role !== 'operator';
  const restore = () =>
    addVisitorNote(siteId, visitorId, note.body)
      .catch((error) => notifyFailed(errorText(error), t('failed')))
      .finally(() => void refresh(siteId, visitorId));
  const remove = () =>
    deleteVisitorNote(siteId, visitorId, note)
      .then(() => notifyUndoable(t('removed'), tShell('undo'), () => void restore()))
      .catch((error) => notifyFailed(errorText(error), t('removeFailed')))
      .finally(() => void refresh(siteId, visitorId));
  if (isEditing)
    return (
      <li>
        <NoteForm
          label={t('editField')}
          initial={note.body}
          save={(body) => changeVisitorNote(siteId, visitorId, { id: note.id, version: note.version, body })}
          onDone={() => setIsEditing(false)}
          refresh={() => refresh(siteId, visitorId)}
        />
      </li>
    );
  return (
    <li className={classes.note}>
      <p className={classes.body}>
        <LinkedText text={note.body} />
      </p>
      <p className={classes.by}>
        <span>
          {note.operatorName} · <Moment at={note.at} />
          {note.changedAt === null ? '' : ` · ${t('changed')} `}
          {note.changedAt === null ? null : <Moment at={note.changedAt} />}
        </span>
        {isMine ? (
          <span className={classes.acts}>
            <ActionIcon
              size="sm"
              aria-label={t('edit', { name: note.operatorName })}
              onClick={() => setIsEditing(true)}
            >
              <IconPencil size={13} />
            </ActionIcon>
            <ActionIcon size="sm" aria-label={t('remove', { name: note.operatorName })} onClick={() => void remove()}>
              <IconTrash size={13} />
            </ActionIcon>
          </span>
        ) : null}
      </p>
    </li>
  );
}

interface NoteFormProps {
  label: string;
  hint?: string;
  initial: string;
  save: (body: string) => Promise<unknown>;
  onDone: () => void;
  refresh: () => Promise<void>;
}

function NoteForm({ label, hint, initial, save, onDone, refresh: readAgain }: NoteFormProps) {
  const { t } = useTranslation('notes');
  const [body, setBody] = useState(initial);
  const saving = useMutation({
    mutationFn: () => save(body.trim()),
    onSuccess: async () => {
      await readAgain();
      onDone();
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (body.trim() !== '') saving.mutate();
      }}
    >
      <Textarea
        label={label}
        description={hint}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        autoFocus
        value={body}
        error={saving.isError ? errorText(saving.error) : null}
        onChange={(event) => setBody(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDone();
        }}
      />
      <Group gap="xs" mt="xs">
        <Button type="submit" size="compact-sm" loading={saving.isPending} disabled={body.trim() === ''}>
          {t('save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onDone}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  );
}
