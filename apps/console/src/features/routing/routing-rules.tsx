import { maxRoutingRules } from '@foyer/protocol/routing';
import { ActionIcon, Button, MultiSelect, Select, SimpleGrid, Stack, Switch, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { notifyUndoable } from '../../ui/notify.tsx';
import { ConditionBuilder } from '../conditions/condition-builder.tsx';
import { expressionFaults } from '../conditions/condition-faults.ts';
import { departmentsQuery, skillsQuery } from '../departments/departments-api.ts';
import classes from './routing-page.module.css';
import { newRuleKey, type RoutingValues, type RuleValues } from './routing-values.ts';

interface RoutingRulesProps {
  siteId: string;
  form: UseFormReturnType<RoutingValues>;
  /** Why the last try to save was refused. */
  error: unknown;
}

/** The rules in their order, each edited where it stands. */
export function RoutingRules({ siteId, form, error }: RoutingRulesProps) {
  const { t } = useTranslation('routing');
  const { t: tShell } = useTranslation('shell');
  const departments = useQuery(departmentsQuery(siteId)).data ?? [];
  const skills = useQuery(skillsQuery(siteId)).data ?? [];
  const { rules } = form.values;
  const hasTargets = departments.length + skills.length > 0 || rules.length > 0;
  const set = (next: RuleValues[]) => form.setFieldValue('rules', next);
  const add = () =>
    form.insertListItem('rules', {
      key: newRuleKey(),
      name: t('newRule'),
      enabled: true,
      conditions: null,
      departmentId: null,
      skillIds: [],
    });
  const move = (index: number, by: 1 | -1) => form.reorderListItem('rules', { from: index, to: index + by });
  const remove = (index: number) => {
    const rule = rules[index];
    if (rule === undefined) return;
    set(rules.toSpliced(index, 1));
    notifyUndoable(t('removed', { name: rule.name }), tShell('undo'), () =>
      set(form.getValues().rules.toSpliced(index, 0, rule)),
    );
  };
  return (
    <Stack gap="md">
      {rules.length === 0 ? <p className={classes.none}>{t('noRules')}</p> : null}
      <ol className={classes.rules}>
        {rules.map((rule, index) => (
          <li key={rule.key} className={classes.rule} aria-label={t('ruleOf', { name: rule.name })}>
            <div className={classes.ruleHead}>
              <TextInput
                className={classes.ruleName ?? ''}
                label={t('field.ruleName')}
                maxLength={80}
                {...form.getInputProps(`rules.${index}.name`)}
              />
              <Switch
                label={t('field.ruleEnabled')}
                {...form.getInputProps(`rules.${index}.enabled`, { type: 'checkbox' })}
              />
              <div className={classes.ruleActs}>
                <ActionIcon
                  aria-label={t('moveUp', { name: rule.name })}
                  disabled={index === 0}
                  onClick={() => move(index, -1)}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
                <ActionIcon
                  aria-label={t('moveDown', { name: rule.name })}
                  disabled={index === rules.length - 1}
                  onClick={() => move(index, 1)}
                >
                  <IconArrowDown size={16} />
                </ActionIcon>
                <ActionIcon aria-label={t('removeRule', { name: rule.name })} onClick={() => remove(index)}>
                  <IconTrash size={16} />
                </ActionIcon>
              </div>
            </div>
            <fieldset className={classes.when}>
              <legend>{t('field.conditions')}</legend>
              <ConditionBuilder
                siteId={siteId}
                value={rule.conditions}
                error={expressionFaults(error, `rules.${index}.conditions`)}
                onChange={(conditions) => form.setFieldValue(`rules.${index}.conditions`, conditions)}
              />
            </fieldset>
            <SimpleGrid cols={{ base: 1, xs: 2 }}>
              <Select
                label={t('field.department')}
                placeholder={t('field.anyDepartment')}
                clearable
                data={departments.map(({ id, name }) => ({ value: id, label: name }))}
                {...form.getInputProps(`rules.${index}.departmentId`)}
              />
              <MultiSelect
                label={t('field.skills')}
                searchable
                clearable
                data={skills.map(({ id, name }) => ({ value: id, label: name }))}
                {...form.getInputProps(`rules.${index}.skillIds`)}
              />
            </SimpleGrid>
          </li>
        ))}
      </ol>
      {hasTargets ? (
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={14} />}
            disabled={rules.length >= maxRoutingRules}
            onClick={add}
          >
            {t('addRule')}
          </Button>
        </div>
      ) : (
        <p className={classes.none}>
          {t('noTargets')}
          <Link href="/settings/departments">{t('toDepartments')}</Link>.
        </p>
      )}
    </Stack>
  );
}
