import type { ChatSummary } from '@foyer/protocol/chat';
import { Drawer } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { FileDrop } from '../chat-files/file-drop.tsx';
import { DraftPreview } from '../chat-options/draft-preview.tsx';
import { SplitForm } from '../client-form/chat-form.tsx';
import { useFormPlace } from '../client-form/use-form-place.ts';
import { WithClientForm } from '../client-form/with-client-form.tsx';
import { VisitorNotesLine } from '../notes/visitor-notes-line.tsx';
import { RoutingBar } from '../routing/routing-bar.tsx';
import { HelpBar } from '../supervision/help-bar.tsx';
import { ChatAnswers } from '../surveys/chat-answers.tsx';
import { ChatTagsBar } from '../tags/chat-tags-bar.tsx';
import { VisitPanel } from '../visitors/visit-panel.tsx';
import { WrapUpPanel } from '../wrap-up/wrap-up-panel.tsx';
import { ChatFoot } from './chat-foot.tsx';
import { ChatHead } from './chat-head.tsx';
import classes from './chat-pane.module.css';
import { Conversation } from './conversation.tsx';
import { watchChat } from './watched-chats.ts';

/** One chat: conversation, and beside it (or, in narrower windows, over it) its visitor. */
export function ChatPane({ chat }: { chat: ChatSummary }) {
  const { t } = useTranslation('inbox');
  const me = useMe();
  const form = useFormPlace(chat);
  // With a form beside the conversation the visitor needs a wider window.
  const widest = form?.place === 'split' ? '(min-width: 112em)' : '(min-width: 80em)';
  const hasRoom = useMediaQuery(widest, matchMedia(widest).matches) ?? false;
  const [isPanelOpen, panel] = useDisclosure(false);
  const { siteId, id } = chat;
  useEffect(() => watchChat(siteId, id), [siteId, id]);
  return (
    <div className={classes.panes}>
      <section className={classes.chat} aria-label={t('conversation')}>
        <ChatHead chat={chat} onShowVisitor={hasRoom || chat.visitId === null ? null : panel.open} />
        <RoutingBar chat={chat} />
        <HelpBar chat={chat} />
        <ChatTagsBar chat={chat} />
        {hasRoom && chat.visitId !== null ? null : <VisitorNotesLine siteId={siteId} visitorId={chat.visitorId} />}
        <ChatAnswers chat={chat} />
        <WithClientForm chat={chat} form={form}>
          <Conversation chat={chat} />
          <DraftPreview chat={chat} />
        </WithClientForm>
        <WrapUpPanel chat={chat} />
        <ChatFoot chat={chat} />
        {chat.state === 'active' && chat.operatorId === me.id ? <FileDrop chat={chat} /> : null}
      </section>
      {form?.place === 'split' ? <SplitForm key={form.form.version} chat={chat} form={form.form} /> : null}
      {chat.visitId === null ? null : hasRoom ? (
        <aside className={classes.visitor} aria-label={t('visitorPanel')}>
          <VisitPanel siteId={siteId} visitId={chat.visitId} inChat={id} />
        </aside>
      ) : (
        <Drawer
          opened={isPanelOpen}
          onClose={panel.close}
          title={t('visitorPanel')}
          size="24rem"
          closeButtonProps={{ 'aria-label': t('close', { ns: 'shell' }) }}
        >
          <VisitPanel siteId={siteId} visitId={chat.visitId} inChat={id} />
        </Drawer>
      )}
    </div>
  );
}
