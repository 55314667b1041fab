import type { ChatSummary } from '@foyer/protocol/chat';
import type { WrapUp } from '@foyer/protocol/wrap-up';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { WrapUpAsk } from './wrap-up-ask.tsx';
import classes from './wrap-up-panel.module.css';

interface WrapUpValueProps {
  chat: ChatSummary;
  /** Null: it can't be changed. */
  settings: WrapUp | null;
  onDone?: () => void;
}

/** How a chat was classified, by whom, and the way to choose again. */
export function WrapUpValue({ chat, settings, onDone }: WrapUpValueProps) {
  const { t } = useTranslation('wrapUp');
  const [isChanging, setIsChanging] = useState(false);
  const { wrapUp } = chat;
  if (isChanging && settings !== null)
    return (
      <div className={classes.change}>
        <WrapUpAsk
          chat={chat}
          settings={settings}
          onDone={() => {
            setIsChanging(false);
            onDone?.();
          }}
        />
        <Button variant="default" onClick={() => setIsChanging(false)}>
          {t('keep')}
        </Button>
      </div>
    );
  return (
    <p className={classes.value}>
      <span className={classes.word}>{t('chosen')}</span>
      <span className={classes.path}>{wrapUp?.path.join(' › ') ?? t('none')}</span>
      {wrapUp === null ? null : (
        <span className={classes.by}>
          {wrapUp.operatorName === null ? t('byPage') : t('by', { name: wrapUp.operatorName })}
        </span>
      )}
      {settings === null ? null : (
        <Button variant="default" size="compact-xs" onClick={() => setIsChanging(true)}>
          {t(wrapUp === null ? 'choose' : 'change')}
        </Button>
      )}
    </p>
  );
}
