import { type SavedNotifications, type WebhookEvent, webhookEvents } from '@foyer/protocol/notifications';
import { Alert, Button, Checkbox, CopyButton, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { IconCheck, IconCopy, IconKey, IconWebhook } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../api/rest-client.ts';
import { Empty } from '../../ui/empty.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Moment } from '../../ui/moment.tsx';
import { notifyFailed } from '../../ui/notify.tsx';
import { SaveBar } from '../../ui/save-bar.tsx';
import { Section } from '../../ui/section.tsx';
import { renewWebhookSecret } from './notifications-api.ts';
import type { PartProps } from './notifications-page.tsx';
import { RemovePart } from './remove-part.tsx';
import { SendTest } from './send-test.tsx';
import { usePartForm } from './use-part-form.ts';
import classes from './webhook-form.module.css';

type WebhookValues = { webhook: { url: string; enabled: boolean; events: WebhookEvent[] }; isRemoved: boolean };

/** The address that is called when something happens. */
export function WebhookForm({ siteId, notifications, onReload }: PartProps) {
  const { t } = useTranslation('notifications');
  const { webhook } = notifications;
  const [isOpen, setIsOpen] = useState(webhook !== null);
  const [secret, setSecret] = useState<string | null>(null);
  const { form, save, bar, isDirty, rebase } = usePartForm<WebhookValues>({
    siteId,
    notifications,
    initialValues: {
      webhook: {
        url: webhook?.url ?? '',
        enabled: webhook?.enabled ?? true,
        events: webhook?.events ?? [...webhookEvents],
      },
      isRemoved: false,
    },
    fields: () => ['webhook.url', 'webhook.enabled', 'webhook.events'],
    toPart: ({ webhook: values, isRemoved }) => ({
      webhook: isRemoved ? null : { ...values, url: values.url.trim() },
    }),
    valuesAfter: (values) => ({ ...values, isRemoved: false }),
    onSaved: (saved) => {
      setIsOpen(saved.webhook !== null);
      setSecret(saved.webhookSecret);
    },
  });

  if (!isOpen)
    return (
      <Empty
        icon={<IconWebhook size={22} />}
        title={t('webhookNone')}
        actions={<Button onClick={() => setIsOpen(true)}>{t('webhookSetUp')}</Button>}
      >
        {t('webhookNoneText')}
      </Empty>
    );
  return (
    <>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Section title={t('webhook')} about={t('webhookAbout')}>
          <Stack gap="sm">
            {webhook?.stopped ? (
              <Alert color="yellow" title={t('webhookStopped')}>
                <Moment at={webhook.stopped.at} /> {t('webhookStoppedText', { reason: webhook.stopped.reason })}
              </Alert>
            ) : null}
            <TextInput
              label={t('field.webhookUrl')}
              description={t('field.webhookUrlHint')}
              spellCheck={false}
              {...form.getInputProps('webhook.url')}
            />
            <Checkbox.Group label={t('field.events')} {...form.getInputProps('webhook.events')}>
              <Stack gap="0.375rem" mt="0.375rem">
                {webhookEvents.map((event) => (
                  <Checkbox key={event} value={event} label={t(`event.${event}`)} description={event} />
                ))}
              </Stack>
            </Checkbox.Group>
            <Switch label={t('field.enabled')} {...form.getInputProps('webhook.enabled', { type: 'checkbox' })} />
          </Stack>
        </Section>
        <SaveBar {...bar} onReload={onReload} onCancel={webhook === null ? () => setIsOpen(false) : undefined}>
          {webhook === null ? null : (
            <RemovePart
              label={t('webhookRemove')}
              text={t('webhookRemoveText')}
              onRemove={() => save.mutate({ ...form.values, isRemoved: true })}
            />
          )}
        </SaveBar>
      </form>
      {webhook === null ? null : (
        <>
          <div className={classes.after}>
            <Section title={t('secret')} about={t('secretAbout')}>
              <Facts
                facts={[
                  [t('secretMade'), <Moment key="made" at={webhook.secretCreatedAt} />],
                  [
                    t('secretPrevious'),
                    webhook.previousSecretUntil === null || webhook.previousSecretUntil < Date.now() ? null : (
                      <Moment key="previous" at={webhook.previousSecretUntil} />
                    ),
                  ],
                ]}
              />
              <NewSecret
                siteId={siteId}
                version={notifications.version}
                isDirty={isDirty}
                onMade={(saved) => {
                  rebase(saved);
                  setSecret(saved.webhookSecret);
                }}
              />
            </Section>
          </div>
          <SendTest siteId={siteId} kind="webhook" label={t('testWebhook')} to={null} isDirty={isDirty} />
        </>
      )}
      <SecretOnce secret={secret} onStored={() => setSecret(null)} />
    </>
  );
}

interface NewSecretProps {
  siteId: string;
  version: number;
  isDirty: boolean;
  onMade: (saved: SavedNotifications) => void;
}

function NewSecret({ siteId, version, isDirty, onMade }: NewSecretProps) {
  const { t } = useTranslation('notifications');
  const { t: tShell } = useTranslation('shell');
  const renew = useMutation({
    mutationFn: () => renewWebhookSecret(siteId, version),
    onSuccess: onMade,
    onError: (error) => notifyFailed(errorText(error)),
  });
  const ask = () =>
    modals.openConfirmModal({
      title: t('newSecret'),
      children: <Text size="sm">{t('newSecretText')}</Text>,
      labels: { confirm: t('newSecret'), cancel: tShell('cancel') },
      closeButtonProps: { 'aria-label': tShell('close') },
      onConfirm: () => renew.mutate(),
    });
  return (
    <Button
      mt="sm"
      variant="default"
      leftSection={<IconKey size={14} />}
      loading={renew.isPending}
      disabled={isDirty}
      onClick={ask}
    >
      {t('newSecret')}
    </Button>
  );
}

/** Shows a secret that was just made; never again. */
function SecretOnce({ secret, onStored }: { secret: string | null; onStored: () => void }) {
  const { t } = useTranslation('notifications');
  return (
    <Modal
      opened={secret !== null}
      onClose={onStored}
      title={t('secretTitle')}
      withCloseButton={false}
      closeOnClickOutside={false}
    >
      <p className={classes.once}>{t('secretOnce')}</p>
      <code className={classes.secret}>{secret}</code>
      <Group mt="md" justify="flex-end" gap="xs">
        <CopyButton value={secret ?? ''} timeout={2500}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            >
              <span aria-live="polite">{copied ? t('copied') : t('copy')}</span>
            </Button>
          )}
        </CopyButton>
        <Button onClick={onStored}>{t('secretStored')}</Button>
      </Group>
    </Modal>
  );
}
