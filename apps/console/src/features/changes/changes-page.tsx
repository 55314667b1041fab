import { type Change, type ChangeKind, changeKinds } from '@foyer/protocol/change';
import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { ChangeDrawer } from './change-drawer.tsx';
import { ChangeWords } from './change-words.tsx';
import { changesQuery, type Scope } from './changes-api.ts';
import classes from './changes-page.module.css';
import { nameField } from './list-differences.ts';

/** What was changed in the settings of this site, or of the installation. */
export function ChangesPage({ changeId }: { changeId: string | null }) {
  const { t } = useTranslation('changes');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const [isOfSite, setIsOfSite] = useState(true);
  const [kind, setKind] = useState<ChangeKind | null>(null);
  const scope = isOfSite ? siteId : null;
  return (
    <SettingsPage title={t('title')} purpose={t('purpose')} example={t('example')}>
      <div className={classes.filters}>
        <SegmentedControl
          aria-label={t('scope')}
          size="xs"
          value={isOfSite ? 'site' : 'installation'}
          onChange={(value) => {
            setIsOfSite(value === 'site');
            setKind(null);
          }}
          data={(['site', 'installation'] as const).map((value) => ({ value, label: t(value) }))}
        />
        <Select
          aria-label={t('kindFilter')}
          size="xs"
          clearable
          placeholder={t('allKinds')}
          data={changeKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          value={kind}
          onChange={setKind}
        />
      </div>
      <ChangeList key={`${scope} ${kind}`} scope={scope} kind={kind} onShowAll={() => setKind(null)} />
      <ChangeDrawer scope={scope} changeId={changeId} onClose={() => navigate('/settings/changes')} />
    </SettingsPage>
  );
}

interface ChangeListProps {
  scope: Scope;
  kind: ChangeKind | null;
  onShowAll: () => void;
}

function ChangeList({ scope, kind, onShowAll }: ChangeListProps) {
  const { t } = useTranslation('changes');
  const { t: tShell } = useTranslation('shell');
  const found = useInfiniteQuery(changesQuery(scope, kind));
  if (found.isPending) return <Loading />;
  if (found.isError) return <Failure error={found.error} onRetry={() => void found.refetch()} />;
  const changes = found.data.pages.flatMap((page) => page.items);
  if (changes.length === 0)
    return kind === null ? (
      <Empty icon={<IconHistory size={22} />} title={t('emptyTitle')}>
        {t('emptyText')}
      </Empty>
    ) : (
      <Empty
        icon={<IconHistory size={22} />}
        title={t('noneOfKind')}
        actions={
          <Button variant="default" onClick={onShowAll}>
            {t('showAll')}
          </Button>
        }
      />
    );
  return (
    <>
      <ul className={classes.list} aria-label={t('listLabel')}>
        {changes.map((change) => (
          <ChangeRow key={change.id} change={change} />
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button mt="md" variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {tShell('loadMore')}
        </Button>
      ) : null}
    </>
  );
}

function ChangeRow({ change }: { change: Change }) {
  const fields = change.fields.map(nameField);
  return (
    <li>
      <Link href={`/settings/changes/${change.id}`} className={classes.row} data-list-item>
        <span className={classes.words}>
          <ChangeWords change={change} />
          {fields.length === 0 ? null : <span className={classes.fields}>{fields.join(', ')}</span>}
        </span>
        <span className={classes.at}>
          <Moment at={change.at} />
        </span>
      </Link>
    </li>
  );
}
