import type { ChatSummary } from '@foyer/protocol/chat';
import { type TransferTargets, transferKinds } from '@foyer/protocol/routing';
import { Button, Group, Select, Stack, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operatorSocket } from '../../api/connection.ts';
import { Failure } from '../../ui/failure.tsx';
import { FormFault } from '../../ui/form-fault.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { transferTargetsQuery } from './routing-api.ts';
import classes from './transfer-form.module.css';

type Target = TransferTargets['items'][number];

/** To whom, with a note; the chat stays until it is taken. */
export function TransferForm({ chat, onClose }: { chat: ChatSummary; onClose: () => void }) {
  const { t } = useTranslation('routing');
  const targets = useQuery(transferTargetsQuery(chat.siteId));
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const items = targets.data ?? [];
  const target = items.find((one) => keyOf(one) === chosen);

  const offer = async (event: FormEvent) => {
    event.preventDefault();
    setIsMissing(target === undefined);
    if (target === undefined) return;
    setIsBusy(true);
    setFault(null);
    const { kind, id } = target;
    try {
      await operatorSocket.request({
        type: 'transfer.offered',
        siteId: chat.siteId,
        chatId: chat.id,
        to: { kind, id },
        note,
      });
      onClose();
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
      setIsBusy(false);
      void targets.refetch();
    }
  };
  if (targets.isError) return <Failure error={targets.error} onRetry={() => void targets.refetch()} />;
  return (
    <form onSubmit={(event) => void offer(event)} noValidate>
      <Stack gap="md">
        <Select
          label={t('transferSearch')}
          placeholder={t('transferHint')}
          searchable
          data-autofocus
          maxDropdownHeight={280}
          nothingFoundMessage={t('transferNone')}
          data={transferKinds
            .map((kind) => ({
              group: t(`kind.${kind}`),
              items: items
                .filter((one) => one.kind === kind)
                .map((one) => ({ value: keyOf(one), label: one.name, disabled: one.online === 0 })),
            }))
            .filter((group) => group.items.length > 0)}
          renderOption={({ option }) => <Option target={items.find((one) => keyOf(one) === option.value)} />}
          value={chosen}
          onChange={(value) => {
            setChosen(value);
            setIsMissing(false);
          }}
          error={isMissing ? t('transferChoose') : null}
        />
        <Textarea
          label={t('transferNote')}
          description={t('transferNoteHint')}
          maxLength={1000}
          autosize
          minRows={2}
          maxRows={6}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <FormFault text={fault} />
        <Group gap="xs">
          <Button type="submit" loading={isBusy}>
            {t('transferOffer')}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t('cancel', { ns: 'shell' })}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Option({ target }: { target: Target | undefined }) {
  const { t } = useTranslation('routing');
  const { t: tShell } = useTranslation('shell');
  const { t: tInbox } = useTranslation('inbox');
  if (target === undefined) return null;
  const { name, kind, status, activeChats, online, total } = target;
  return (
    <span className={classes.option}>
      <span className={classes.name}>
        {status === null ? null : <StatusMark status={status} />}
        {name}
      </span>
      <span className={classes.state}>
        {kind === 'operator' && status !== null
          ? [tShell(`status.${status}`), ...(activeChats ? [tInbox('chatCount', { count: activeChats })] : [])].join(
              ' · ',
            )
          : t('ofTotal', { online, total })}
      </span>
    </span>
  );
}

const keyOf = ({ kind, id }: Target) => `${kind} ${id}`;
