import { chatSummarySchema } from '@foyer/protocol/chat';
import type { OpenedForm } from '@foyer/protocol/client-form';
import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldErrors } from '../../api/field-errors.ts';
import { errorText, itemsOf, request } from '../../api/rest-client.ts';
import { FormFault } from '../../ui/form-fault.tsx';
import { Section } from '../../ui/section.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { tryForm } from './client-form-api.ts';
import classes from './client-form-page.module.css';
import type { ClientFormValues } from './client-form-page.tsx';
import { FormFrame } from './form-frame.tsx';

const recentChatsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'chats', 'newest'],
    queryFn: () => request('GET', `/sites/${siteId}/chats?limit=10`, itemsOf(chatSummarySchema)),
  });

interface FormTestProps {
  siteId: string;
  values: ClientFormValues;
  onFaults: (faults: Record<string, string>) => void;
}

/** Fills the address with made-up data or those of a recent chat, and shows it and the form. */
export function FormTest({ siteId, values, onFaults }: FormTestProps) {
  const { t } = useTranslation('clientForm');
  const chats = useQuery(recentChatsQuery(siteId));
  const [chatId, setChatId] = useState('');
  const test = useMutation({
    mutationFn: () => {
      const { title, url, personalData, popups } = values;
      return tryForm(siteId, { title, url: url.trim(), personalData, popups, chatId: chatId === '' ? null : chatId });
    },
    onSuccess: () => onFaults({}),
    onError: (error) => onFaults(fieldErrors(error, ['title', 'url'])),
  });
  const isFieldFault = Object.keys(fieldErrors(test.error, ['title', 'url'])).some((field) => field !== '');
  return (
    <div className={classes.test}>
      <Section title={t('test')} about={t('testAbout')}>
        <Stack gap="sm">
          <Group align="flex-end" gap="xs">
            <Select
              label={t('testWith')}
              size="xs"
              flex={1}
              allowDeselect={false}
              data={[
                { value: '', label: t('sample') },
                ...(chats.data ?? []).map((chat) => ({
                  value: chat.id,
                  label: t('chatOf', {
                    name: visitorLabel({ name: chat.visitorName, country: chat.country }),
                    when: dayjs(chat.requestedAt).format('D MMM HH:mm'),
                  }),
                })),
              ]}
              value={chatId}
              onChange={(value) => setChatId(value ?? '')}
            />
            <Button
              variant="default"
              size="xs"
              loading={test.isPending}
              leftSection={<IconPlayerPlay size={14} />}
              onClick={() => test.mutate()}
            >
              {t('run')}
            </Button>
          </Group>
          <FormFault text={test.error !== null && !isFieldFault ? errorText(test.error) : null} />
          {test.isSuccess ? <Filled opened={test.data} /> : null}
          <div className={classes.screen}>
            {test.isSuccess ? (
              <FormFrame
                opened={test.data}
                title={values.title}
                onAsked={() => Promise.resolve('This is a test: there is no chat to change')}
              />
            ) : (
              <p className={classes.none}>{t('notTested')}</p>
            )}
          </div>
          <Text size="xs" c="dimmed">
            {t('unframed')}
          </Text>
        </Stack>
      </Section>
    </div>
  );
}

/** The filled address; what came from the chat is marked and named. */
function Filled({ opened }: { opened: OpenedForm }) {
  const { t } = useTranslation('clientForm');
  return (
    <div>
      <Text size="xs" fw={500} mb={4}>
        {t('result')}
      </Text>
      <p className={classes.filled} data-address={opened.address}>
        {opened.parts.map((part, place) =>
          part.placeholder === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity, and never move
            <span key={place}>{part.text}</span>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity, and never move
            <mark key={place} className={classes.value} title={`{${part.placeholder}}`} data-empty={part.text === ''}>
              {part.text === '' ? t('empty') : part.text}
            </mark>
          ),
        )}
      </p>
    </div>
  );
}
