import type { Routing, RoutingTestAnswer } from '@foyer/protocol/routing';
import { MultiSelect, Select, Stack } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatElapsed } from '../../ui/elapsed.ts';
import { Failure } from '../../ui/failure.tsx';
import { departmentsQuery, skillsQuery } from '../departments/departments-api.ts';
import { testRouting } from './routing-api.ts';
import classes from './routing-test.module.css';

type Operator = RoutingTestAnswer['levels'][number]['operators'][number];
const againMs = 5000;

/** Who would get a chat now: choose what it asks for, and see everybody with the reason. */
export function RoutingTest({ siteId, routing }: { siteId: string; routing: Routing }) {
  const { t } = useTranslation('routing');
  const departments = useQuery(departmentsQuery(siteId)).data ?? [];
  const skills = useQuery(skillsQuery(siteId)).data ?? [];
  const [departmentId, setDepartmentId] = useState<string | null>(null);
  const [skillIds, setSkillIds] = useState<string[]>([]);
  const answer = useQuery({
    queryKey: ['site', siteId, 'routingTest', departmentId, skillIds, routing.version],
    queryFn: () => testRouting(siteId, { departmentId, skillIds }),
    refetchInterval: againMs,
    placeholderData: (before) => before,
  });
  const department = departments.find(({ id }) => id === departmentId)?.name ?? '';
  const isInTurn = routing.forced || routing.strategy !== 'ringAll';
  return (
    <Stack gap="md">
      <Select
        label={t('field.department')}
        placeholder={t('test.everybody')}
        clearable
        data={departments.map(({ id, name }) => ({ value: id, label: name }))}
        value={departmentId}
        onChange={setDepartmentId}
      />
      <MultiSelect
        label={t('field.skills')}
        clearable
        data={skills.map(({ id, name }) => ({ value: id, label: name }))}
        value={skillIds}
        onChange={setSkillIds}
      />
      {answer.isError ? (
        <Failure error={answer.error} onRetry={() => void answer.refetch()} />
      ) : (
        answer.data?.levels.map(({ level, afterSeconds, operators }) => (
          <section key={level} aria-label={t(`level.${level}`)}>
            <h3 className={classes.level}>
              {t(`level.${level}`)}
              {afterSeconds === 0 ? null : (
                <span className={classes.dim}> {t('after', { time: formatElapsed(afterSeconds * 1000) })}</span>
              )}
            </h3>
            {operators.some(({ reason }) => reason === 'gets') ? null : (
              <p className={classes.dim}>{t('test.nobody')}</p>
            )}
            <ul className={classes.list}>
              {operators.map((operator, index) => (
                <Row
                  key={operator.operatorId}
                  operator={operator}
                  department={department}
                  turn={isInTurn ? index + 1 : null}
                />
              ))}
            </ul>
          </section>
        ))
      )}
    </Stack>
  );
}

function Row({ operator, department, turn }: { operator: Operator; department: string; turn: number | null }) {
  const { t } = useTranslation('routing');
  const { t: tShell } = useTranslation('shell');
  const { name, reason, lacks, status, activeChats } = operator;
  const gets = reason === 'gets';
  const why = gets
    ? turn === null
      ? t('test.gets')
      : t('test.turn', { number: turn })
    : t(`test.${reason}`, { department, skills: lacks.join(', '), status: tShell(`status.${status}`) });
  return (
    <li className={classes.row} data-gets={gets}>
      {gets ? <IconCheck size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
      <span className={classes.name}>{name}</span>
      <span className={classes.why}>
        {why}
        {gets && activeChats > 0 ? ` · ${t('test.chats', { count: activeChats })}` : ''}
      </span>
    </li>
  );
}
