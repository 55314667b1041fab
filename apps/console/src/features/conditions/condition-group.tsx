import { maxConditions, maxGroupDepth } from '@foyer/protocol/condition';
import { Button, SegmentedControl } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useBuilder } from './builder-context.ts';
import type { DraftGroup, GroupKind } from './condition-draft.ts';
import classes from './condition-group.module.css';
import { ConditionRow } from './condition-row.tsx';
import { TermMenu } from './term-menu.tsx';

interface ConditionGroupProps {
  group: DraftGroup;
  /** `2.1`: the first member of the second; empty for the outermost group. */
  path: string;
  /** 1 for the outermost group. */
  depth: number;
}

/** A group: how many of its members must hold, its members, and what can be added. */
export function ConditionGroup({ group, path, depth }: ConditionGroupProps) {
  const { t } = useTranslation('conditions');
  const { acts, room, faultsOf } = useBuilder();
  const name = path === '' ? t('root') : t('innerGroup', { path });
  const fault = faultsOf(group)[''];
  return (
    <fieldset className={classes.group} aria-label={name} data-depth={depth}>
      <div className={classes.head}>
        <SegmentedControl<GroupKind>
          size="xs"
          aria-label={t('kindLabel')}
          data={(['all', 'any', 'none'] as const).map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          value={group.kind}
          onChange={(kind) => acts.setKind(group.id, kind)}
        />
        <span className={classes.kindText}>{t(`kindText.${group.kind}`)}</span>
        {path === '' ? null : (
          <span className={classes.menu}>
            <TermMenu term={group} name={name} />
          </span>
        )}
      </div>
      {fault === undefined ? null : <p className={classes.fault}>{fault}</p>}
      {group.terms.length === 0 ? <p className={classes.empty}>{t('empty')}</p> : null}
      <ul className={classes.terms}>
        {group.terms.map((term, index) => {
          const at = path === '' ? `${index + 1}` : `${path}.${index + 1}`;
          return (
            <li key={term.id} className={classes.term}>
              <span className={classes.joiner} aria-hidden>
                {index === 0 ? '' : t(`joiner.${group.kind}`)}
              </span>
              {term.type === 'condition' ? (
                <ConditionRow term={term} path={at} />
              ) : (
                <ConditionGroup group={term} path={at} depth={depth + 1} />
              )}
            </li>
          );
        })}
      </ul>
      <div className={classes.add}>
        <Button
          variant="default"
          size="compact-xs"
          leftSection={<IconPlus size={12} />}
          data-focus-key={`${group.id}:add`}
          disabled={room === 0}
          onClick={() => acts.addCondition(group.id)}
        >
          {t('add')}
        </Button>
        <Button
          variant="subtle"
          size="compact-xs"
          disabled={room === 0 || depth >= maxGroupDepth}
          onClick={() => acts.addGroup(group.id)}
        >
          {t('addGroup')}
        </Button>
        {room === 0 ? (
          <span className={classes.limit}>{t('full', { count: maxConditions })}</span>
        ) : depth >= maxGroupDepth ? (
          <span className={classes.limit}>{t('deepest', { count: maxGroupDepth })}</span>
        ) : null}
      </div>
    </fieldset>
  );
}
