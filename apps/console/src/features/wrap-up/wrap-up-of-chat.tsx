import type { ChatSummary } from '@foyer/protocol/chat';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { wrapUpQuery } from './wrap-up-api.ts';
import { WrapUpAsk } from './wrap-up-ask.tsx';
import classes from './wrap-up-panel.module.css';
import { WrapUpValue } from './wrap-up-value.tsx';

interface WrapUpOfChatProps {
  chat: ChatSummary;
  mayClassify: boolean;
  onChanged: () => void;
}

/** The wrap-up of a chat of before: the answer, or the question where it is outstanding and one may answer it. */
export function WrapUpOfChat({ chat, mayClassify, onChanged }: WrapUpOfChatProps) {
  const { t } = useTranslation('wrapUp');
  const settings = useQuery(wrapUpQuery(chat.siteId)).data;
  const canHave = chat.state !== 'missed' && chat.state !== 'pending';
  if (!canHave || (settings?.enabled !== true && chat.wrapUp === null)) return null;
  const ask = settings?.enabled === true && mayClassify ? settings : null;
  if (chat.state === 'ended')
    return (
      <div className={classes.change}>
        <p className={classes.outstanding}>{t('outstandingHint')}</p>
        {ask === null ? null : <WrapUpAsk chat={chat} settings={ask} onDone={onChanged} />}
      </div>
    );
  return <WrapUpValue chat={chat} settings={ask} onDone={onChanged} />;
}
