import type { VisitRow } from '@foyer/protocol/visit-list';
import { Button, Select } from '@mantine/core';
import { IconShoppingBag, IconTarget } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { useMe } from '../../api/me.ts';
import { Empty } from '../../ui/empty.tsx';
import { SidePanel } from '../../ui/side-panel.tsx';
import { alertsQuery } from '../alerts/alerts-api.ts';
import { CustomerSummary } from '../customers/customer-summary.tsx';
import { prospectRulesQuery } from '../prospects/prospects-api.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { VisitPanel } from '../visitors/visit-panel.tsx';
import { ListPage } from './list-page.tsx';
import { type ListDefinition, type ListView, useListView } from './list-view.ts';
import { visitRowsQuery } from './lists-api.ts';
import { useVisitListColumns } from './visit-list-columns.tsx';

type VisitList = 'visits' | 'prospects' | 'customers' | 'alertVisits';

const byStart = { startedAt: 'started' };
const definitions: Readonly<Record<VisitList, ListDefinition>> = {
  visits: { base: '/visits', sorts: byStart, extras: ['alertId', 'visitorId'] },
  alertVisits: { base: '/alert-visits', sorts: byStart, extras: ['alertId'] },
  prospects: { base: '/prospects', sorts: byStart, extras: ['type'] },
  customers: { base: '/customers', sorts: { startedAt: 'started', revenue: 'revenue' }, extras: [] },
};
const initialColumns: Readonly<Record<VisitList, readonly string[]>> = {
  visits: [
    'visitor',
    'started',
    'entryPage',
    'time',
    'pages',
    'visitNumber',
    'source',
    'alert',
    'revenue',
    'organisation',
  ],
  alertVisits: ['visitor', 'started', 'alert', 'entryPage', 'source', 'pages', 'cost', 'revenue'],
  prospects: ['visitor', 'mark', 'started', 'types', 'firstReferrer', 'visitNumber', 'pages', 'revenue'],
  customers: ['visitor', 'mark', 'started', 'types', 'firstReferrer', 'visitNumber', 'pages', 'revenue'],
};

interface VisitListPageProps {
  list: VisitList;
  visitId: string | null;
}

/** Stored visits by days and filter: all, by alert (S-011), of prospects, of customers (S-031, S-048 to S-055). */
export function VisitListPage({ list, visitId }: VisitListPageProps) {
  const { t } = useTranslation('lists');
  const { t: tVisitors } = useTranslation('visitors');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const definition = definitions[list];
  const { view, change, hrefOf } = useListView(definition);
  usePageTitle(t(list));
  const path = list === 'alertVisits' ? 'visits' : list;
  const rows = useInfiniteQuery(visitRowsQuery(siteId, path, view));
  const columns = useVisitListColumns(hrefOf, sortedColumns[list], initialColumns[list].includes('mark'));
  const open = useCallback((visit: VisitRow) => navigate(hrefOf(visit.id)), [navigate, hrefOf]);
  const close = useCallback(() => navigate(hrefOf(null)), [navigate, hrefOf]);
  const panel =
    visitId === null ? null : (
      <SidePanel title={tVisitors('detail')} onClose={close}>
        <VisitPanel key={visitId} siteId={siteId} visitId={visitId} inChat={null} />
      </SidePanel>
    );
  return (
    <ListPage
      list={list}
      definition={definition}
      view={view}
      onChange={change}
      counted={path}
      columns={columns}
      initialColumns={initialColumns[list]}
      rows={rows}
      keyOf={keyOf}
      chosenKey={visitId}
      onOpen={open}
      panel={panel}
      controls={<Controls list={list} view={view} onChange={change} />}
      summary={
        list === 'prospects' || list === 'customers' ? (
          <CustomerSummary siteId={siteId} from={view.range.from} to={view.range.to} />
        ) : null
      }
      empty={list === 'prospects' || list === 'customers' ? <Nobody kind={list} /> : null}
    />
  );
}

const keyOf = (visit: VisitRow) => visit.id;
const sortedColumns: Readonly<Record<VisitList, readonly string[]>> = {
  visits: ['started'],
  alertVisits: ['started'],
  prospects: ['started'],
  customers: ['started', 'revenue'],
};

interface ControlsProps {
  list: VisitList;
  view: ListView;
  onChange: (part: Partial<ListView>) => void;
}

function Controls({ list, view, onChange }: ControlsProps) {
  if (list === 'alertVisits') return <AlertSelect view={view} onChange={onChange} />;
  return list === 'prospects' ? <TypeSelect view={view} onChange={onChange} /> : null;
}

function AlertSelect({ view, onChange }: Omit<ControlsProps, 'list'>) {
  const { t } = useTranslation('lists');
  const alerts = useQuery(alertsQuery(useSiteId()));
  return (
    <Choice
      label={t('alertLabel')}
      any={t('anyAlert')}
      value={view.extras.alertId ?? ''}
      options={alerts.data?.items ?? []}
      onChange={(alertId) => onChange({ extras: { ...view.extras, alertId } })}
    />
  );
}

function TypeSelect({ view, onChange }: Omit<ControlsProps, 'list'>) {
  const { t } = useTranslation('lists');
  const rules = useQuery(prospectRulesQuery(useSiteId()));
  return (
    <Choice
      label={t('typeLabel')}
      any={t('anyType')}
      value={view.extras.type ?? ''}
      options={rules.data ?? []}
      onChange={(type) => onChange({ extras: { ...view.extras, type } })}
    />
  );
}

interface ChoiceProps {
  label: string;
  any: string;
  value: string;
  options: readonly { readonly id: string; readonly name: string }[];
  onChange: (id: string) => void;
}

function Choice({ label, any, value, options, onChange }: ChoiceProps) {
  return (
    <Select
      size="xs"
      w={190}
      aria-label={label}
      allowDeselect={false}
      searchable={options.length > 12}
      value={value}
      data={[{ value: '', label: any }, ...options.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(id) => onChange(id ?? '')}
    />
  );
}

function Nobody({ kind }: { kind: 'prospects' | 'customers' }) {
  const { t } = useTranslation('customers');
  const { role } = useMe();
  return (
    <Empty
      icon={kind === 'customers' ? <IconShoppingBag size={22} /> : <IconTarget size={22} />}
      title={t(`empty.${kind}.title`)}
      actions={
        role === 'administrator' ? (
          <Button component={Link} href="/settings/prospects" variant="default">
            {t('toRules')}
          </Button>
        ) : null
      }
    >
      {t(`empty.${kind}.text`)}
    </Empty>
  );
}
