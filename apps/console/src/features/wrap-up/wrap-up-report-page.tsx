import type { WrapUpReport } from '@foyer/protocol/wrap-up';
import { Table, TextInput } from '@mantine/core';
import { IconClipboardCheck } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Page } from '../../ui/page.tsx';
import { Section } from '../../ui/section.tsx';
import { ChatTabs } from '../inbox/inbox-page.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { wrapUpReportQuery } from './wrap-up-api.ts';
import classes from './wrap-up-report-page.module.css';

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && dayjs(text).isValid();

/** Chats per wrap-up over some days, and those that still wait for one. */
export function WrapUpReportPage() {
  const { t } = useTranslation('wrapUp');
  const { t: tInbox } = useTranslation('inbox');
  const siteId = useSiteId();
  const [from, setFrom] = useState(() => dayjs().subtract(29, 'day').format('YYYY-MM-DD'));
  const [to, setTo] = useState(() => dayjs().format('YYYY-MM-DD'));
  usePageTitle(t('report.title'));
  const isRange = isDay(from) && isDay(to) && from <= to;
  const report = useQuery({
    ...wrapUpReportQuery(siteId, { from, to }),
    enabled: isRange,
    placeholderData: keepPreviousData,
  });
  return (
    <Page title={tInbox('title')} about={<ChatTabs />} width="reading">
      <div className={classes.range}>
        <TextInput
          type="date"
          label={t('report.from')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('report.to')}
          value={to}
          error={isDay(from) && isDay(to) && from > to ? t('report.badRange') : undefined}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
      </div>
      {report.isPending ? (
        <Loading />
      ) : report.isError ? (
        <Failure error={report.error} onRetry={() => void report.refetch()} />
      ) : (
        <Report report={report.data} />
      )}
    </Page>
  );
}

function Report({ report }: { report: WrapUpReport }) {
  const { t } = useTranslation('wrapUp');
  if (report.chats + report.outstanding === 0)
    return (
      <Empty icon={<IconClipboardCheck size={22} />} title={t('report.empty')}>
        {t('report.emptyText')}
      </Empty>
    );
  const share = (chats: number) => `${Math.round((100 * chats) / Math.max(1, report.chats))} %`;
  return (
    <>
      <p className={classes.total}>
        {t('report.total', { count: report.chats })}
        {' · '}
        {t('report.outstanding', { count: report.outstanding })}{' '}
        {report.outstanding === 0 ? null : <Link href="/recent-chats?state=ended">{t('report.showOutstanding')}</Link>}
      </p>
      <div className={classes.scroll}>
        <Table aria-label={t('report.listLabel')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('report.option')}</Table.Th>
              <Table.Th className={classes.number ?? ''}>{t('report.chats')}</Table.Th>
              <Table.Th className={classes.number ?? ''}>{t('report.share')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.options.map(({ optionId, label, depth, archived, chats }) => (
              <Table.Tr key={optionId}>
                <Table.Td style={{ paddingLeft: `${0.625 + depth * 1.25}rem` }}>
                  {label} {archived ? <span className={classes.dim}>({t('archived')})</span> : null}
                </Table.Td>
                <Table.Td className={classes.number ?? ''}>{chats}</Table.Td>
                <Table.Td className={classes.number ?? ''}>{share(chats)}</Table.Td>
              </Table.Tr>
            ))}
            {report.byLink === 0 ? null : (
              <Table.Tr>
                <Table.Td>{t('report.byLink')}</Table.Td>
                <Table.Td className={classes.number ?? ''}>{report.byLink}</Table.Td>
                <Table.Td className={classes.number ?? ''}>{share(report.byLink)}</Table.Td>
              </Table.Tr>
            )}
          </Table.Tbody>
        </Table>
      </div>
      <p className={classes.note}>{t('report.note')}</p>
      <Section title={t('report.operators')}>
        <Table aria-label={t('report.operators')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('report.operator')}</Table.Th>
              <Table.Th className={classes.number ?? ''}>{t('report.chats')}</Table.Th>
              <Table.Th className={classes.number ?? ''}>{t('report.waiting')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {report.operators.map(({ operatorId, name, chats, outstanding }) => (
              <Table.Tr key={operatorId}>
                <Table.Td>{name}</Table.Td>
                <Table.Td className={classes.number ?? ''}>{chats}</Table.Td>
                <Table.Td className={classes.number ?? ''}>{outstanding}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Section>
      {report.days.length === 0 ? null : (
        <Section title={t('report.days')}>
          <Table aria-label={t('report.days')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('report.day')}</Table.Th>
                <Table.Th className={classes.number ?? ''}>{t('report.chats')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report.days.toReversed().map(({ day, chats }) => (
                <Table.Tr key={day}>
                  <Table.Td>{dayjs(day).format('ddd, D MMM YYYY')}</Table.Td>
                  <Table.Td className={classes.number ?? ''}>{chats}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Section>
      )}
    </>
  );
}
