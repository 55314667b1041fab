import type { Block } from '@foyer/protocol/block';
import { Button } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { oversees } from '../supervision/oversees.ts';
import { BlockRow } from './block-row.tsx';
import classes from './blocks.module.css';
import { blocksQuery } from './blocks-api.ts';

/** Who is blocked on a site, by whom, until when and why; for supervisors with the way to undo it. */
export function BlocksPage() {
  const { t } = useTranslation('blocks');
  const siteId = useSiteId();
  const me = useMe();
  const blocks = useInfiniteQuery(blocksQuery(siteId));
  const items = blocks.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <SettingsPage title={t('title')} purpose={oversees(me) ? t('purpose') : t('purposeOwn')} example={t('example')}>
      {blocks.isPending ? (
        <Loading />
      ) : blocks.isError ? (
        <Failure error={blocks.error} onRetry={() => void blocks.refetch()} />
      ) : items.length === 0 ? (
        <Empty icon={<IconUserCheck size={22} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </Empty>
      ) : (
        <List siteId={siteId} items={items} mayLift={oversees(me)} />
      )}
      {blocks.hasNextPage ? (
        <Button
          variant="subtle"
          mt="sm"
          loading={blocks.isFetchingNextPage}
          onClick={() => void blocks.fetchNextPage()}
        >
          {t('loadMore', { ns: 'shell' })}
        </Button>
      ) : null}
    </SettingsPage>
  );
}

function List({ siteId, items, mayLift }: { siteId: string; items: readonly Block[]; mayLift: boolean }) {
  const { t } = useTranslation('blocks');
  return (
    <ul className={classes.list} aria-label={t('listLabel')}>
      {items.map((block) => (
        <BlockRow key={block.id} siteId={siteId} block={block} mayLift={mayLift} />
      ))}
    </ul>
  );
}
