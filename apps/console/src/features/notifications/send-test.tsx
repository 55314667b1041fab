import type { NotificationTest } from '@foyer/protocol/notifications';
import { Button, Group, TextInput } from '@mantine/core';
import { IconCircleCheck, IconSend, IconXboxX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText } from '../../api/rest-client.ts';
import { FormFault } from '../../ui/form-fault.tsx';
import { Section } from '../../ui/section.tsx';
import { sendTest } from './notifications-api.ts';
import classes from './send-test.module.css';

interface SendTestProps {
  siteId: string;
  kind: NotificationTest['kind'];
  label: string;
  /** Whom it goes to at first; null: it goes to no person. */
  to: string | null;
  /** A test uses what is saved. */
  isDirty: boolean;
}

/** Sends one message at once, and shows what the server said to it. */
export function SendTest({ siteId, kind, label, to: suggested, isDirty }: SendTestProps) {
  const { t } = useTranslation('notifications');
  const [to, setTo] = useState(suggested ?? '');
  const test = useMutation({
    mutationFn: () => sendTest(siteId, kind === 'webhook' ? { kind, to: null } : { kind, to: to.trim() }),
  });
  const faults = fieldErrors(test.error, ['to']);
  const fault = faults[''] ?? (test.error && faults.to === undefined ? errorText(test.error) : null);
  return (
    <div className={classes.test}>
      <Section title={t('test')} about={t('testAbout')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            test.mutate();
          }}
        >
          <Group align="flex-start" gap="sm">
            {suggested === null ? null : (
              <TextInput
                aria-label={t('field.testTo')}
                placeholder={t('field.testTo')}
                className={classes.to ?? ''}
                size="xs"
                value={to}
                error={faults.to}
                onChange={(event) => setTo(event.currentTarget.value)}
              />
            )}
            <Button
              type="submit"
              variant="default"
              leftSection={<IconSend size={14} />}
              loading={test.isPending}
              disabled={isDirty}
            >
              {label}
            </Button>
          </Group>
          {isDirty ? <p className={classes.hint}>{t('testDirty')}</p> : null}
          <div className={classes.fault}>
            <FormFault text={fault} />
          </div>
        </form>
        {test.data === undefined || isDirty ? null : (
          <div className={classes.result} data-accepted={test.data.accepted} role="status">
            <p className={classes.verdict}>
              {test.data.accepted ? <IconCircleCheck size={16} aria-hidden /> : <IconXboxX size={16} aria-hidden />}
              {test.data.accepted ? t('testAccepted') : t('testRefused')}
            </p>
            <pre className={classes.answer}>{test.data.answer}</pre>
          </div>
        )}
      </Section>
    </div>
  );
}
