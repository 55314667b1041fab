import type { VisitDetail } from '@foyer/protocol/visit';
import { Button, Group } from '@mantine/core';
import { IconUserOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { BlockButton } from './block-button.tsx';

/** In a visitor's panel: the way to block them, or to the block that holds them. */
export function BlockControl({ siteId, detail: { visit, live } }: { siteId: string; detail: VisitDetail }) {
  const { t } = useTranslation('blocks');
  return (
    <Group mb="md">
      {live?.isBlocked ? (
        <Button component={Link} href="/settings/blocks" variant="default" leftSection={<IconUserOff size={14} />}>
          {t('showBlock')}
        </Button>
      ) : (
        <BlockButton
          siteId={siteId}
          visitorId={visit.visitorId}
          visitorName={visitorLabel({ name: live?.name ?? null, country: visit.country })}
          withWords
        />
      )}
    </Group>
  );
}
