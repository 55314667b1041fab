import { IconMessageQuestion, IconMessages } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useStore } from '../../api/create-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Empty } from '../../ui/empty.tsx';
import { useIsNarrow } from '../../ui/narrow.ts';
import { Page } from '../../ui/page.tsx';
import { PageTabs } from '../../ui/page-tabs.tsx';
import { useOpenMissed } from '../missed-chats/use-open-missed.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { ChatColumn } from './chat-column.tsx';
import { ChatPane } from './chat-pane.tsx';
import { inbox } from './inbox.ts';
import classes from './inbox-page.module.css';
import { NoticeSettings } from './notice-settings.tsx';

/** Chats: the lists on the left, the conversation in the middle, its visitor on the right. */
export function InboxPage({ chatId }: { chatId: string | null }) {
  const { t } = useTranslation('inbox');
  const isNarrow = useIsNarrow();
  usePageTitle(t('title'));
  const pane = chatId === null ? <NothingChosen /> : <Chosen key={chatId} chatId={chatId} />;
  if (isNarrow && chatId !== null)
    return (
      <>
        <h1 className="visually-hidden">{t('title')}</h1>
        {pane}
      </>
    );
  return (
    <Page title={t('title')} about={<ChatTabs />} actions={<NoticeSettings />}>
      <div className={classes.panes}>
        <div className={classNames(classes.column, isNarrow && classes.whole)}>
          <ChatColumn openId={chatId} />
        </div>
        {isNarrow ? null : <div className={classes.pane}>{pane}</div>}
      </div>
    </Page>
  );
}

/** Between the inbox and the chats of before. */
export function ChatTabs() {
  const { t } = useTranslation('inbox');
  const { t: tWrapUp } = useTranslation('wrapUp');
  const { t: tMissed } = useTranslation('missedChats');
  const openMissed = useOpenMissed();
  return (
    <PageTabs
      label={t('views')}
      tabs={[
        { href: '/chats', label: t('inbox') },
        {
          href: '/missed-chats',
          label: tMissed('tab'),
          count:
            openMissed === 0 ? undefined : { shown: openMissed, words: tMissed('openCount', { count: openMissed }) },
        },
        { href: '/recent-chats', label: t('recent') },
        { href: '/reports/wrap-ups', label: tWrapUp('report.tab') },
        { href: '/settings/blocks', label: t('tab', { ns: 'blocks' }) },
      ]}
    />
  );
}

function Chosen({ chatId }: { chatId: string }) {
  const { t } = useTranslation('inbox');
  const chat = useStore(inbox, (state) => state.chats[chatId]);
  if (chat !== undefined) return <ChatPane chat={chat} />;
  return (
    <Empty
      icon={<IconMessageQuestion size={22} />}
      title={t('unknownTitle')}
      actions={
        <>
          <Link href={`/recent-chats/${chatId}`}>{t('toRecent')}</Link>
          <Link href="/chats">{t('backToChats')}</Link>
        </>
      }
    >
      {t('unknownText')}
    </Empty>
  );
}

function NothingChosen() {
  const { t } = useTranslation('inbox');
  return (
    <Empty icon={<IconMessages size={22} />} title={t('chooseTitle')}>
      {t('chooseText')}
    </Empty>
  );
}
