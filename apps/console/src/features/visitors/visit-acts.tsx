import type { VisitDetail } from '@foyer/protocol/visit';
import { Button, Group } from '@mantine/core';
import { IconMessageCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMe } from '../../api/me.ts';
import { oversees } from '../supervision/oversees.ts';
import { InviteMenu } from './invite-menu.tsx';
import { visitorLabel } from './visitor-label.ts';

interface VisitActsProps {
  siteId: string;
  detail: VisitDetail;
  inChat: string | null;
}

/** What an operator can do for a visitor who is here. */
export function VisitActs({ siteId, detail: { live, chats }, inChat }: VisitActsProps) {
  const { t } = useTranslation('visitors');
  const me = useMe();
  if (live === null || live.state === 'left') return null;
  const { chat } = live;
  if (chat === null)
    return (
      <Group mb="md">
        <InviteMenu siteId={siteId} visitorId={live.visitorId} visitorName={visitorLabel(live)} />
      </Group>
    );
  if (chat.id === inChat) return null;
  const isWithOther =
    !oversees(me) &&
    chat.state === 'active' &&
    chat.operatorName !== me.name &&
    chats.some((one) => one.id === chat.id);
  return (
    <Group mb="md">
      <Button
        component={Link}
        href={isWithOther ? `/recent-chats/${chat.id}` : `/chats/${chat.id}`}
        leftSection={<IconMessageCircle size={14} />}
      >
        {t('openChat')}
      </Button>
      {isWithOther ? <span>{t('withOperator', { name: chat.operatorName ?? '' })}</span> : null}
    </Group>
  );
}
