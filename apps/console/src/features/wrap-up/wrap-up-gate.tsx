import type { ChatSummary } from '@foyer/protocol/chat';
import { Button, Group, Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { wrapUpQuery } from './wrap-up-api.ts';
import { WrapUpAsk } from './wrap-up-ask.tsx';
import { WrapUpValue } from './wrap-up-value.tsx';

interface Gate {
  /** Asks for the wrap-up if it is due before `act`; otherwise does `otherwise` at once. */
  readonly pass: (act: () => void, otherwise: () => void) => void;
  /** To be rendered: the question, while it is asked. */
  readonly dialog: ReactNode;
}

/** Stands before ending or closing a chat: where a wrap-up is due, it is asked for first. */
export function useWrapUpGate(chat: ChatSummary, act: 'end' | 'close'): Gate {
  const { t } = useTranslation('wrapUp');
  const me = useMe();
  const settings = useQuery(wrapUpQuery(chat.siteId)).data;
  const [pending, setPending] = useState<(() => void) | null>(null);
  const isAsked =
    settings?.enabled === true &&
    chat.wrapUp === null &&
    chat.operatorId === me.id &&
    chat.state !== 'missed' &&
    (settings.required || settings.shows === (act === 'end' ? 'end' : 'close'));
  const close = () => setPending(null);
  const go = () => {
    close();
    pending?.();
  };
  const isHeld = chat.wrapUp === null && settings?.required === true;
  return {
    pass: (then, otherwise) => {
      if (isAsked) setPending(() => then);
      else otherwise();
    },
    dialog: (
      <Modal
        opened={pending !== null}
        onClose={close}
        title={t(act === 'end' ? 'endNow' : 'closeTitle')}
        closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
      >
        {settings === undefined ? null : chat.wrapUp === null ? (
          <WrapUpAsk chat={chat} settings={settings} />
        ) : (
          <WrapUpValue chat={chat} settings={settings} />
        )}
        <Group mt="lg" justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel', { ns: 'shell' })}
          </Button>
          <Button color={act === 'end' ? 'red.9' : 'iris'} disabled={isHeld} onClick={go}>
            {chat.wrapUp !== null || isHeld
              ? t(act === 'end' ? 'endNow' : 'closeNow')
              : t(act === 'end' ? 'endWithout' : 'closeWithout')}
          </Button>
        </Group>
      </Modal>
    ),
  };
}
