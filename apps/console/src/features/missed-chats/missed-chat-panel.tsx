import type { MissedChatDetail } from '@foyer/protocol/missed-chat';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { isProblem } from '../../api/rest-client.ts';
import { Country } from '../../ui/country.tsx';
import { formatElapsed } from '../../ui/elapsed.ts';
import { Facts } from '../../ui/facts.tsx';
import { Failure } from '../../ui/failure.tsx';
import { LinkedText } from '../../ui/linked-text.tsx';
import { Loading } from '../../ui/loading.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { WebLink } from '../../ui/web-link.tsx';
import { Transcript } from '../inbox/transcript.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { AnswerPart } from './answer-part.tsx';
import classes from './missed-chat-panel.module.css';
import { missedChatQuery } from './missed-chats-api.ts';
import { NoticeRecord } from './notice-record.tsx';

interface MissedChatPanelProps {
  siteId: string;
  chatId: string;
  /** Place of the entry of its log that is shown first; null: none was asked for. */
  entry: number | null;
}

/** One missed chat: what they wanted, who answers it and how, and who could have taken it. */
export function MissedChatPanel({ siteId, chatId, entry }: MissedChatPanelProps) {
  const { t } = useTranslation('missedChats');
  const missed = useQuery(missedChatQuery(siteId, chatId));
  if (missed.isPending) return <Loading />;
  if (missed.isError)
    return isProblem(missed.error, 'not_found') || isProblem(missed.error, 'conflict') ? (
      <p className={classes.dim}>{t('gone')}</p>
    ) : (
      <Failure error={missed.error} onRetry={() => void missed.refetch()} />
    );
  const { chat } = missed.data;
  return (
    <>
      <h2 className={classes.name}>{visitorLabel({ name: chat.visitorName, country: chat.country })}</h2>
      <Question missed={missed.data} />
      <div className={classes.details}>
        <Details missed={missed.data} />
      </div>
      <AnswerPart missed={missed.data} />
      <Section title={t('notices')} about={t('noticesAbout')}>
        <NoticeRecord siteId={siteId} chatId={chatId} />
      </Section>
      <Section title={t('transcript')}>
        <Transcript siteId={siteId} chatId={chatId} chat={chat} entry={entry} />
      </Section>
    </>
  );
}

function Question({ missed: { question } }: { missed: MissedChatDetail }) {
  const { t } = useTranslation('missedChats');
  return (
    <blockquote className={classes.question} aria-label={t('question')}>
      {question === null ? <span className={classes.dim}>{t('noQuestion')}</span> : <LinkedText text={question} />}
    </blockquote>
  );
}

function Details({ missed: { chat, contact } }: { missed: MissedChatDetail }) {
  const { t } = useTranslation('missedChats');
  const { t: tInbox } = useTranslation('inbox');
  const waitedMs = (chat.endedAt ?? chat.requestedAt) - chat.requestedAt;
  const reason = chat.missedReason as 'timedOut' | null;
  return (
    <Facts
      facts={[
        [t('fact.reason'), reason === null ? null : tInbox(`missed.${reason}`)],
        [t('fact.when'), <Moment key="when" at={chat.requestedAt} />],
        [t('fact.waited'), waitedMs === 0 ? null : formatElapsed(waitedMs)],
        [t('fact.page'), chat.pageUrl === null ? null : <WebLink key="page" url={chat.pageUrl} withHost />],
        [t('fact.name'), contact.name],
        [t('fact.email'), contact.email],
        [t('fact.phone'), contact.phone],
        [t('fact.company'), contact.company],
        [t('fact.country'), chat.country === null ? null : <Country key="country" code={chat.country} withName />],
      ]}
    />
  );
}
