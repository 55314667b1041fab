import type {
  Experiment,
  ExperimentComparison,
  ExperimentGroupResult,
  ExperimentResults,
} from '@foyer/protocol/experiment';
import { Button, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatMoney } from '../../ui/format-money.ts';
import classes from './experiment-results.module.css';
import { useGroupName } from './group-names.ts';
import { useTakeVariant } from './use-experiments.ts';

interface GroupFiguresProps {
  siteId: string;
  results: ExperimentResults;
  currency: string;
  /** The experiment whose looks can be used; null: none of this run can. */
  experiment: Experiment | null;
}

/** The figures of each group, and the way to use its look. */
export function GroupFigures({ siteId, results, currency, experiment }: GroupFiguresProps) {
  const { t } = useTranslation('experiments');
  const nameGroup = useGroupName();
  const take = useTakeVariant(siteId);
  const { groups, run, comparisons } = results;
  const count = (value: number) => value.toLocaleString('en');
  const per = (value: number, { completed }: ExperimentGroupResult) => (completed === 0 ? null : value / completed);
  const inviteName = groups.find(({ group }) => group === 'invite')?.name ?? '';
  const isTried = (group: string) => experiment?.variants.some(({ inviteId }) => inviteId === group) ?? false;
  const doubts: Record<ExperimentComparison['verdict'], string | null> = {
    better: null,
    open: t('useUnsure'),
    tooFew: t('useUnsure'),
    worse: t('useWorse'),
  };
  return (
    <div className={classes.table}>
      <Table aria-label={t('results.groups')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('results.column.group')}</Table.Th>
            {(['share', 'exposed', 'completed', run.goal, 'rate', 'perVisitor'] as const).map((column) => (
              <Table.Th key={column} className={classes.number ?? ''}>
                {t(`results.column.${column}`)}
              </Table.Th>
            ))}
            {experiment === null || experiment.variants.length === 0 ? null : (
              <Table.Th>
                <span className="visually-hidden">{t('use')}</span>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.map((one) => {
            const name = nameGroup(one.group, one.name);
            const rate = per(one.converted, one);
            const revenue = per(one.revenue, one);
            const verdict =
              comparisons.find(({ group, against }) => group === one.group && against === 'invite')?.verdict ?? 'open';
            return (
              <Table.Tr key={one.group}>
                <Table.Th scope="row" fw={500}>
                  {name}
                </Table.Th>
                <Table.Td className={classes.number ?? ''}>{Math.round(one.share * 100)} %</Table.Td>
                <Table.Td className={classes.number ?? ''}>{count(one.exposed)}</Table.Td>
                <Table.Td className={classes.number ?? ''}>{count(one.completed)}</Table.Td>
                <Table.Td className={classes.number ?? ''}>{count(one.converted)}</Table.Td>
                <Table.Td className={classes.number ?? ''}>
                  {rate === null ? '–' : `${(rate * 100).toFixed(1)} %`}
                </Table.Td>
                <Table.Td className={classes.number ?? ''}>
                  {revenue === null ? '–' : formatMoney(revenue, currency)}
                </Table.Td>
                {experiment === null || experiment.variants.length === 0 ? null : (
                  <Table.Td className={classes.acts ?? ''}>
                    {isTried(one.group) ? (
                      <Button
                        size="compact-xs"
                        variant={verdict === 'better' ? 'filled' : 'default'}
                        aria-label={t('useOf', { name })}
                        onClick={() =>
                          take(experiment, { id: one.group, name }, { invite: inviteName, doubt: doubts[verdict] })
                        }
                      >
                        {t('use')}
                      </Button>
                    ) : null}
                  </Table.Td>
                )}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </div>
  );
}
