import type { ChatSummary } from '@foyer/protocol/chat';
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useStore } from '../../api/create-store.ts';
import { useMe } from '../../api/me.ts';
import classes from './supervision.module.css';
import { monitors } from './watching.ts';

const nobody: readonly string[] = [];

/** Says to the operator of a chat who watches it. */
export function WatchingLine({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('supervision');
  const me = useMe();
  const names = useStore(monitors, (all) => all[chat.id] ?? nobody);
  const isMine = chat.state === 'active' && chat.operatorId === me.id;
  return (
    <span className={classes.watching} role="status">
      {!isMine || names.length === 0 ? null : (
        <>
          <IconEye size={13} aria-hidden /> {t('watching', { names: names.join(', '), count: names.length })}
        </>
      )}
    </span>
  );
}
