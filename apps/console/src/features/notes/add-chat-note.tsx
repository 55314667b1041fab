import { Button, Group, Textarea } from '@mantine/core';
import { IconNotes } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newClientId } from '../../api/new-client-id.ts';
import { errorText } from '../../api/rest-client.ts';
import { addChatNote } from './notes-api.ts';

/** Adds a note to a chat of before. */
export function AddChatNote({ siteId, chatId, onAdded }: { siteId: string; chatId: string; onAdded: () => void }) {
  const { t } = useTranslation('notes');
  // The same for every try of one note: it is noted once.
  const [cid, setCid] = useState<string | null>(null);
  const [body, setBody] = useState('');
  const close = () => {
    setCid(null);
    setBody('');
  };
  const adding = useMutation({
    mutationFn: () => addChatNote(siteId, chatId, { cid: cid ?? newClientId(), body: body.trim() }),
    onSuccess: () => {
      close();
      onAdded();
    },
  });
  if (cid === null)
    return (
      <div>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconNotes size={14} />}
          onClick={() => setCid(newClientId())}
        >
          {t('write')}
        </Button>
      </div>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (body.trim() !== '') adding.mutate();
      }}
    >
      <Textarea
        label={t('message')}
        description={t('onlyOperators')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        autoFocus
        value={body}
        error={adding.isError ? errorText(adding.error) : null}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      <Group gap="xs" mt="xs">
        <Button type="submit" size="compact-sm" loading={adding.isPending} disabled={body.trim() === ''}>
          {t('save')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={close}>
          {t('cancel')}
        </Button>
      </Group>
    </form>
  );
}
