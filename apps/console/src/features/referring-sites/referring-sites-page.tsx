import type { ReferringSite, ReferringSites } from '@foyer/protocol/referring-site';
import { Button, Group, TextInput } from '@mantine/core';
import { IconPlus, IconRotate, IconSearch, IconWorldSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { SortableList } from '../../ui/sortable-list.tsx';
import { alertsQuery } from '../alerts/alerts-api.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { ReferrerTester } from './referrer-tester.tsx';
import { ReferringSiteDrawer } from './referring-site-drawer.tsx';
import { ReferringSiteRow } from './referring-site-row.tsx';
import { referringSitesQuery } from './referring-sites-api.ts';
import classes from './referring-sites-page.module.css';
import { useReferringSites } from './use-referring-sites.ts';

const nameOf = (site: ReferringSite) => site.name;

/** The referring sites in their order, and a place to try them. */
export function ReferringSitesPage() {
  const { t } = useTranslation('referringSites');
  const siteId = useSiteId();
  const sites = useQuery(referringSitesQuery(siteId));
  const [edited, setEdited] = useState<ReferringSite | 'new' | null>(null);
  return (
    <SettingsPage
      title={t('title')}
      purpose={t('purpose')}
      example={t('example')}
      actions={
        <Button leftSection={<IconPlus size={14} />} onClick={() => setEdited('new')}>
          {t('add')}
        </Button>
      }
    >
      {sites.isPending ? (
        <Loading />
      ) : sites.isError ? (
        <Failure error={sites.error} onRetry={() => void sites.refetch()} />
      ) : (
        <>
          <ReferrerTester sites={sites.data.items} />
          <Sites siteId={siteId} list={sites.data} onEdit={setEdited} />
          <ReferringSiteDrawer siteId={siteId} list={sites.data} edited={edited} onClose={() => setEdited(null)} />
        </>
      )}
    </SettingsPage>
  );
}

interface SitesProps {
  siteId: string;
  list: ReferringSites;
  onEdit: (site: ReferringSite) => void;
}

function Sites({ siteId, list, onEdit }: SitesProps) {
  const { t } = useTranslation('referringSites');
  const [words, setWords] = useState('');
  const alerts = useQuery(alertsQuery(siteId));
  const change = useReferringSites(siteId);
  const wanted = words.trim().toLowerCase();
  const shown = list.items.filter(({ name, hosts }) =>
    [name, ...hosts].some((text) => text.toLowerCase().includes(wanted)),
  );
  const isOwn = list.version > 0;
  return (
    <>
      <Group justify="space-between" mt="lg" mb="xs" align="flex-end">
        <TextInput
          aria-label={t('find')}
          placeholder={t('find')}
          type="search"
          leftSection={<IconSearch size={14} aria-hidden />}
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
        <p className={classes.whose}>
          {t(isOwn ? 'own' : 'builtIn')}{' '}
          {isOwn ? (
            <Button
              variant="subtle"
              size="compact-xs"
              leftSection={<IconRotate size={13} aria-hidden />}
              onClick={() => void change.reset(list)}
            >
              {t('reset')}
            </Button>
          ) : null}
        </p>
      </Group>
      {list.items.length === 0 ? (
        <Empty icon={<IconWorldSearch size={22} />} title={t('emptyTitle')}>
          {t('emptyText')}
        </Empty>
      ) : (
        <>
          <p className={classes.hint} role="status">
            {wanted === ''
              ? t('listHint')
              : shown.length === 0
                ? t('nothingFound', { words: words.trim() })
                : `${t('shown', { shown: shown.length, count: list.items.length })}. ${t('findHint')}`}
          </p>
          {shown.length === 0 ? null : (
            <SortableList
              label={t('listLabel')}
              items={shown}
              keyOf={nameOf}
              nameOf={nameOf}
              movable={wanted === ''}
              onOrder={(items) => void change.order(list, items)}
            >
              {(site) => (
                <ReferringSiteRow
                  site={site}
                  alerts={alerts.data?.items ?? []}
                  onEdit={() => onEdit(site)}
                  onRemove={() => void change.remove(list, site)}
                />
              )}
            </SortableList>
          )}
        </>
      )}
    </>
  );
}
