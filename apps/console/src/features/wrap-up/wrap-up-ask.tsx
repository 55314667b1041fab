import type { ChatSummary } from '@foyer/protocol/chat';
import type { WrapUp } from '@foyer/protocol/wrap-up';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyFailed } from '../../ui/notify.tsx';
import { takeChanged } from '../inbox/follow-inbox.ts';
import { chooseWrapUp, noteLinkOpened, wrapUpLinkQuery } from './wrap-up-api.ts';
import { WrapUpChoices } from './wrap-up-choices.tsx';

interface WrapUpAskProps {
  chat: ChatSummary;
  settings: WrapUp;
  onDone?: (chat: ChatSummary) => void;
}

/** Asks for the wrap-up of one chat and stores it at once. */
export function WrapUpAsk({ chat, settings, onDone }: WrapUpAskProps) {
  const { t } = useTranslation('wrapUp');
  const [isOpened, setIsOpened] = useState(false);
  const link = useQuery({ ...wrapUpLinkQuery(chat), enabled: settings.type === 'link' });
  const store = useMutation({
    mutationFn: (change: () => Promise<ChatSummary>) => change(),
    onSuccess: (changed) => {
      takeChanged(changed);
      void queryClient.invalidateQueries({ queryKey: ['site', chat.siteId, 'chats'] });
      if (changed.wrapUp !== null) onDone?.(changed);
    },
    onError: (error) => notifyFailed(errorText(error), t('failed')),
  });
  return (
    <WrapUpChoices
      asked={settings}
      chosenId={chat.wrapUp?.optionId ?? null}
      isBusy={store.isPending}
      onChoose={(option) => store.mutate(() => chooseWrapUp(chat, option.id))}
      linkUrl={link.data?.url ?? null}
      onOpenLink={() => {
        setIsOpened(true);
        store.mutate(() => noteLinkOpened(chat));
      }}
      isWaiting={isOpened && settings.link.completedBy === 'callback' && chat.wrapUp === null}
    />
  );
}
