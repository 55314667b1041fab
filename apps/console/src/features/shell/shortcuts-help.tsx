import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import { isHelpOpen } from './shortcuts.ts';
import classes from './shortcuts-help.module.css';

const everybodys = [
  ['visitors', ['g', 'v']],
  ['chats', ['g', 'c']],
  ['team', ['g', 't']],
  ['reports', ['g', 'r']],
  ['down', ['j']],
  ['up', ['k']],
  ['accept', ['a']],
  ['send', ['Enter']],
  ['line', ['Shift', 'Enter']],
  ['leave', ['Esc']],
  ['help', ['?']],
] as const;
const administrators = [
  ['alerts', ['g', 'a']],
  ['site', ['g', 's']],
] as const;

/** The list of keyboard shortcuts. */
export function ShortcutsHelp() {
  const { t } = useTranslation('shell');
  const isOpen = useStore(isHelpOpen);
  const { role } = useMe();
  const rows = role === 'administrator' ? [...everybodys, ...administrators] : everybodys;
  return (
    <Modal
      opened={isOpen}
      onClose={() => isHelpOpen.set(false)}
      title={t('shortcuts')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <dl className={classes.list}>
        {rows.map(([name, keys]) => (
          <div key={name} className={classes.row}>
            <dt>{t(`shortcut.${name}`)}</dt>
            <dd className={classes.keys}>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
