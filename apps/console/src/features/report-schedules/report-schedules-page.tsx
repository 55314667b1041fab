import type { ReportSchedule } from '@foyer/protocol/report-schedule';
import { Button, Drawer } from '@mantine/core';
import { IconMailFast, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useSiteId } from '../../api/current-site.ts';
import { Empty } from '../../ui/empty.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Loading } from '../../ui/loading.tsx';
import { leaveForm } from '../../ui/unsaved-guard.ts';
import { SettingsPage } from '../settings/settings-page.tsx';
import { ReportScheduleForm } from './report-schedule-form.tsx';
import { reportSchedulesQuery } from './report-schedules-api.ts';
import classes from './report-schedules-page.module.css';
import { ScheduleTimes, ScheduleWords } from './schedule-words.tsx';

const home = '/settings/report-schedules';

/** Reports that are mailed again and again, and the form of the one at the address. */
export function ReportSchedulesPage({ scheduleId }: { scheduleId: string | null }) {
  const { t } = useTranslation('reportSchedules');
  const siteId = useSiteId();
  const [, navigate] = useLocation();
  const schedules = useQuery(reportSchedulesQuery(siteId));
  const known = schedules.data?.find(({ id }) => id === scheduleId) ?? null;
  const close = () => navigate(home);
  const isOpen = scheduleId === 'new' || known !== null;
  const add = (
    <Button variant="default" leftSection={<IconPlus size={14} />} onClick={() => navigate(`${home}/new`)}>
      {t('add')}
    </Button>
  );
  return (
    <SettingsPage
      title={t('title')}
      purpose={t('purpose')}
      example={t('example')}
      actions={schedules.data?.length ? add : null}
    >
      {schedules.isPending ? (
        <Loading />
      ) : schedules.isError ? (
        <Failure error={schedules.error} onRetry={() => void schedules.refetch()} />
      ) : schedules.data.length === 0 ? (
        <Empty icon={<IconMailFast size={22} />} title={t('empty')} actions={add}>
          {t('emptyText')}
        </Empty>
      ) : (
        <ul className={classes.list} aria-label={t('list')}>
          {schedules.data.map((schedule) => (
            <Row key={schedule.id} schedule={schedule} />
          ))}
        </ul>
      )}
      <p className={classes.note}>
        {t('noMailServer')} <Link href="/settings/notifications/mail">{t('toMailServer')}</Link>
      </p>
      <Drawer
        opened={isOpen}
        onClose={() => leaveForm(close)}
        size="32rem"
        title={t(known === null ? 'new' : 'editTitle')}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        {isOpen ? <ReportScheduleForm key={scheduleId} siteId={siteId} known={known} onClose={close} /> : null}
      </Drawer>
    </SettingsPage>
  );
}

function Row({ schedule }: { schedule: ReportSchedule }) {
  const { t } = useTranslation('reportSchedules');
  return (
    <li className={classes.row} data-off={!schedule.enabled}>
      <IconMailFast size={17} stroke={1.6} aria-hidden className={classes.icon} />
      <div className={classes.words}>
        <Link
          href={`${home}/${schedule.id}`}
          className={classes.name}
          aria-label={t('edit', { name: schedule.name })}
          data-list-item
        >
          {schedule.name}
        </Link>
        <div className={classes.about}>
          <ScheduleWords schedule={schedule} />
        </div>
      </div>
      <ScheduleTimes schedule={schedule} />
    </li>
  );
}
