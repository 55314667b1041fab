import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { maxOptionDepth, type WrapUpOption } from '@foyer/protocol/wrap-up';
import { ActionIcon, Badge, Menu, TextInput, Tooltip } from '@mantine/core';
import {
  IconArchive,
  IconArchiveOff,
  IconArrowDown,
  IconArrowUp,
  IconCornerDownRight,
  IconDots,
  IconGripVertical,
  IconIndentDecrease,
  IconIndentIncrease,
  IconTrash,
} from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './option-editor.module.css';
import {
  addBelow,
  changeOption,
  heightOf,
  newOption,
  type OptionRow,
  removeOption,
  stepOption,
} from './option-tree.ts';

interface OptionEditorRowProps {
  row: OptionRow;
  /** Counted from one, for its name as long as it has none. */
  number: number;
  options: WrapUpOption[];
  isFresh: boolean;
  isUsed: boolean;
  fault: string | undefined;
  onChange: (options: WrapUpOption[]) => void;
  onAddAfter: () => void;
  /** An option was added, and is to be named now. */
  onAdded: (id: string) => void;
}

const steps = { up: IconArrowUp, down: IconArrowDown, in: IconIndentIncrease, out: IconIndentDecrease };

/** One option of the tree. */
export function OptionEditorRow(props: OptionEditorRowProps) {
  const { row, number, options, isFresh, isUsed, fault, onChange, onAddAfter, onAdded } = props;
  const { option, depth } = row;
  const { t } = useTranslation('wrapUp');
  const { setNodeRef, setActivatorNodeRef, listeners, attributes, transform, transition, isDragging } = useSortable({
    id: option.id,
  });
  const label = option.label.trim() || t('optionLabel', { number });
  const addThere = () => {
    const fresh = newOption();
    onAdded(fresh.id);
    onChange(addBelow(options, option.id, fresh));
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault(); // the form is not to be saved by it
    onAddAfter();
  };
  return (
    <li
      ref={setNodeRef}
      className={classes.row}
      style={{ transform: CSS.Translate.toString(transform), transition, '--depth': depth } as React.CSSProperties}
      data-dragging={isDragging}
      data-archived={option.archived}
    >
      <ActionIcon
        ref={setActivatorNodeRef}
        className={classes.handle ?? ''}
        {...attributes}
        {...listeners}
        aria-label={t('move', { label })}
      >
        <IconGripVertical size={16} />
      </ActionIcon>
      <TextInput
        className={classes.name ?? ''}
        aria-label={label}
        placeholder={t('optionLabel', { number })}
        value={option.label}
        maxLength={80}
        error={fault}
        autoFocus={isFresh}
        onChange={(event) => onChange(changeOption(options, option.id, { label: event.currentTarget.value }))}
        onKeyDown={onKey}
      />
      {option.archived ? (
        <Badge size="xs" variant="light" color="gray">
          {t('archived')}
        </Badge>
      ) : isUsed ? (
        <Tooltip label={t('usedHint')}>
          <Badge size="xs" variant="outline" color="gray">
            {t('used')}
          </Badge>
        </Tooltip>
      ) : null}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t('more', { label })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {depth + 1 < maxOptionDepth ? (
            <Menu.Item leftSection={<IconCornerDownRight size={14} />} onClick={addThere}>
              {t('act.below')}
            </Menu.Item>
          ) : null}
          {(['up', 'down', 'in', 'out'] as const)
            .filter((step) => step !== 'out' || depth > 0)
            .filter((step) => step !== 'in' || depth + 1 + heightOf(option) < maxOptionDepth)
            .map((step) => {
              const Icon = steps[step];
              return (
                <Menu.Item
                  key={step}
                  leftSection={<Icon size={14} />}
                  onClick={() => onChange(stepOption(options, option.id, step))}
                >
                  {t(`act.${step}`)}
                </Menu.Item>
              );
            })}
          <Menu.Item
            leftSection={option.archived ? <IconArchiveOff size={14} /> : <IconArchive size={14} />}
            onClick={() => onChange(changeOption(options, option.id, { archived: !option.archived }))}
          >
            {t(option.archived ? 'act.restore' : 'act.archive')}
          </Menu.Item>
          {isUsed ? null : (
            <Menu.Item
              color="red"
              leftSection={<IconTrash size={14} />}
              onClick={() => onChange(removeOption(options, option.id))}
            >
              {t('act.remove')}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
