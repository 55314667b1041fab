import type { Block } from '@foyer/protocol/block';
import { Button } from '@mantine/core';
import { IconUserOff } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { Moment } from '../../ui/moment.tsx';
import { notifyDone, notifyFailed } from '../../ui/notify.tsx';
import classes from './blocks.module.css';
import { blocksQuery, liftBlock } from './blocks-api.ts';

/** One block. `mayLift`: whether this operator may undo it. */
export function BlockRow({ siteId, block, mayLift }: { siteId: string; block: Block; mayLift: boolean }) {
  const { t } = useTranslation('blocks');
  const name = block.visitorName ?? t('unnamed');
  const lift = useMutation({
    mutationFn: () => liftBlock(siteId, block.id),
    onSuccess: () => notifyDone(t('lifted', { name })),
    onError: (error) => notifyFailed(errorText(error), t('liftFailed')),
    onSettled: () => queryClient.invalidateQueries({ queryKey: blocksQuery(siteId).queryKey }),
  });
  return (
    <li className={classes.row}>
      <IconUserOff size={16} aria-hidden />
      <div className={classes.what}>
        <p>
          <strong>{name}</strong> {block.address === null ? null : <code>{block.address}</code>}
        </p>
        <p className={classes.facts}>
          {t(`is.${block.visitorId === null ? 'address' : block.address === null ? 'visitor' : 'both'}`)}
          {', '}
          {block.until === null
            ? t('forGood')
            : t('until', { time: dayjs(block.until).format('dddd, D MMMM YYYY, HH:mm') })}
        </p>
        {block.reason === '' ? null : <p className={classes.reason}>{block.reason}</p>}
        <p className={classes.facts}>
          {t('blockedBy', { name: block.operatorName })} <Moment at={block.at} />
        </p>
      </div>
      {mayLift ? (
        <Button
          variant="default"
          aria-label={t('liftOf', { name })}
          loading={lift.isPending}
          onClick={() => lift.mutate()}
        >
          {t('lift')}
        </Button>
      ) : null}
    </li>
  );
}
