import { listOptions, type WrapUpOption } from '@foyer/protocol/wrap-up';
import { UnstyledButton } from '@mantine/core';
import { IconCheck, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Asked } from './wrap-up-choices.tsx';
import classes from './wrap-up-menu.module.css';

interface WrapUpMenuProps {
  asked: Pick<Asked, 'options' | 'leavesOnly'>;
  chosenId: string | null;
  isBusy: boolean;
  onChoose: (option: WrapUpOption) => void;
}

/** A tree to step through: one level at a time, so that it has room on a phone, too. */
export function WrapUpMenu({ asked, chosenId, isBusy, onChoose }: WrapUpMenuProps) {
  const { t } = useTranslation('wrapUp');
  const [branchId, setBranchId] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const hasMoved = useRef(false);
  const move = (id: string | null) => {
    hasMoved.current = true;
    setBranchId(id);
  };
  // What had the focus is gone with the level that it was on.
  // biome-ignore lint/correctness/useExhaustiveDependencies: at each change of level
  useEffect(() => {
    if (hasMoved.current) list.current?.querySelector('button')?.focus();
    hasMoved.current = false;
  }, [branchId]);
  const placed = listOptions(asked.options);
  const path = placed.find(({ option, isArchived }) => option.id === branchId && !isArchived)?.path ?? [];
  const branch = path.at(-1);
  const offered = (options: readonly WrapUpOption[]) => options.filter(({ archived }) => !archived);
  const above = path.at(-2);
  return (
    <div className={classes.menu}>
      {branch === undefined ? null : (
        <UnstyledButton className={classes.back} onClick={() => move(above?.id ?? null)}>
          <IconChevronLeft size={14} aria-hidden />
          <span className="visually-hidden">{t('back', { label: above?.label ?? t('allOptions') })}: </span>
          {path.map(({ label }) => label).join(' › ')}
        </UnstyledButton>
      )}
      <ul ref={list} className={classes.list}>
        {branch === undefined || asked.leavesOnly ? null : (
          <li>
            <UnstyledButton className={classes.row} disabled={isBusy} onClick={() => onChoose(branch)}>
              {t('chooseBranch', { label: branch.label })}
              {branch.id === chosenId ? <IconCheck size={15} aria-hidden /> : null}
            </UnstyledButton>
          </li>
        )}
        {offered(branch?.options ?? asked.options).map((option) => {
          const below = offered(option.options);
          return (
            <li key={option.id}>
              <UnstyledButton
                className={classes.row}
                disabled={isBusy}
                aria-pressed={below.length === 0 ? option.id === chosenId : undefined}
                aria-label={
                  below.length === 0 ? undefined : t('openBranch', { label: option.label, count: below.length })
                }
                onClick={() => (below.length === 0 ? onChoose(option) : move(option.id))}
              >
                <span className={classes.label}>{option.label}</span>
                {below.length > 0 ? (
                  <IconChevronRight size={15} aria-hidden />
                ) : option.id === chosenId ? (
                  <IconCheck size={15} aria-hidden />
                ) : null}
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
