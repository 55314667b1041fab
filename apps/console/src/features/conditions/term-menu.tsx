import { maxGroupDepth } from '@foyer/protocol/condition';
import { ActionIcon, Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconBoxMultiple, IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useBuilder } from './builder-context.ts';
import { countConditions, type DraftTerm, moveTerm, wrapTerm } from './condition-draft.ts';

/** What can be done to a condition or a group. */
export function TermMenu({ term, name }: { term: DraftTerm; name: string }) {
  const { t } = useTranslation('conditions');
  const { root, acts, room } = useBuilder();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('menu', { name })} data-focus-key={`${term.id}:menu`}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconArrowUp size={14} />}
          disabled={moveTerm(root, term.id, 'up', maxGroupDepth) === null}
          onClick={() => acts.move(term.id, 'up')}
        >
          {t('moveUp')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArrowDown size={14} />}
          disabled={moveTerm(root, term.id, 'down', maxGroupDepth) === null}
          onClick={() => acts.move(term.id, 'down')}
        >
          {t('moveDown')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconCopy size={14} />}
          disabled={countConditions(term) > room}
          onClick={() => acts.duplicate(term)}
        >
          {t('duplicate')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBoxMultiple size={14} />}
          disabled={wrapTerm(root, term.id, maxGroupDepth) === null}
          onClick={() => acts.wrap(term.id)}
        >
          {t('wrap')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => acts.remove(term)}>
          {t('remove')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
