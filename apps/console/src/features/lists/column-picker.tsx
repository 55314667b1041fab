import { ActionIcon, Button, Checkbox, Popover, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './column-picker.module.css';

interface ColumnPickerProps {
  /** All columns; the first is always shown, and stays first. */
  columns: readonly { readonly id: string; readonly title: string }[];
  /** Ids in their order. */
  chosen: readonly string[];
  onChange: (ids: readonly string[]) => void;
  onReset: () => void;
}

/** Which columns a list shows, and in which order. */
export function ColumnPicker({ columns, chosen, onChange, onReset }: ColumnPickerProps) {
  const { t } = useTranslation('lists');
  const [first] = columns;
  const titles = new Map(columns.map(({ id, title }) => [id, title]));
  const others = columns.filter(({ id }) => !chosen.includes(id));
  const move = (index: number, to: number) => {
    const moved = chosen.toSpliced(index, 1);
    onChange(moved.toSpliced(to, 0, chosen[index] ?? ''));
  };
  return (
    <Popover position="bottom-end" trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Tooltip label={t('columns.choose')}>
          <ActionIcon aria-label={t('columns.choose')}>
            <IconColumns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('columns.choose')} className={classes.choice ?? ''}>
        <ul aria-label={t('columns.title')}>
          {chosen.map((id, index) => (
            <li key={id} className={classes.row}>
              <Checkbox
                size="xs"
                checked
                disabled={id === first?.id}
                label={titles.get(id)}
                onChange={() => onChange(chosen.filter((one) => one !== id))}
              />
              {id === first?.id ? null : (
                <span className={classes.moves}>
                  <ActionIcon
                    size="sm"
                    aria-label={t('columns.left', { column: titles.get(id) })}
                    disabled={index <= 1}
                    onClick={() => move(index, index - 1)}
                  >
                    <IconArrowLeft size={14} />
                  </ActionIcon>
                  <ActionIcon
                    size="sm"
                    aria-label={t('columns.right', { column: titles.get(id) })}
                    disabled={index === chosen.length - 1}
                    onClick={() => move(index, index + 1)}
                  >
                    <IconArrowRight size={14} />
                  </ActionIcon>
                </span>
              )}
            </li>
          ))}
          {others.map(({ id, title }) => (
            <li key={id} className={classes.row}>
              <Checkbox size="xs" checked={false} label={title} onChange={() => onChange([...chosen, id])} />
            </li>
          ))}
        </ul>
        <Button variant="subtle" size="xs" mt="xs" onClick={onReset}>
          {t('columns.reset')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
