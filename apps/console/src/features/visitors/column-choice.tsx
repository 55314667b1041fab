import { ActionIcon, Checkbox, Popover, Stack, Tooltip } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRemembered } from '../../api/remembered-value.ts';
import { chosenColumns, columnIds } from './visitor-columns.tsx';

/** Which columns the live list shows; remembered on this computer. */
export function ColumnChoice() {
  const { t } = useTranslation('visitors');
  const [chosen, setChosen] = useRemembered(chosenColumns);
  return (
    <Popover position="bottom-end" trapFocus shadow="md">
      <Popover.Target>
        <Tooltip label={t('columns')}>
          <ActionIcon aria-label={t('chooseColumns')}>
            <IconColumns3 size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('chooseColumns')}>
        <Checkbox.Group
          value={[...chosen]}
          onChange={(ids) => setChosen(columnIds.filter((id) => id === 'visitor' || ids.includes(id)))}
          label={t('columns')}
        >
          <Stack gap="xs" mt="xs">
            {columnIds.map((id) => (
              <Checkbox key={id} value={id} size="xs" label={t(`column.${id}`)} disabled={id === 'visitor'} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
