import type { ChatSummary } from '@foyer/protocol/chat';
import { type Question, surveyForms } from '@foyer/protocol/survey';
import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconForms } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { notifyFailed } from '../../ui/notify.tsx';
import { askForField, useSurveys } from './surveys-api.ts';

/** Asks the visitor for one question of the site's surveys: they get a small form in the chat (W-160). */
export function AskFieldButton({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('surveys');
  const surveys = useSurveys(chat.siteId);
  const questions = new Map<string, Question>();
  for (const form of surveyForms)
    for (const question of surveys[form].questions)
      if (question.type !== 'hidden' && !questions.has(question.name)) questions.set(question.name, question);
  const ask = (name: string) =>
    void askForField(chat.siteId, chat.id, name).catch((error) =>
      notifyFailed(error instanceof Error ? error.message : String(error), t('askFailed')),
    );
  return (
    <Menu position="top-start" withinPortal>
      <Menu.Target>
        <Tooltip label={t('ask')}>
          <ActionIcon aria-label={t('ask')}>
            <IconForms size={18} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown mah="50vh" style={{ overflowY: 'auto' }}>
        <Menu.Label>{questions.size === 0 ? t('askNone') : t('askAbout')}</Menu.Label>
        {[...questions.values()].map(({ name, label }) => (
          <Menu.Item key={name} onClick={() => ask(name)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
