import { assertNever } from '@foyer/protocol/assert-never';
import type { ChatEntry } from '@foyer/protocol/chat';
import dayjs from 'dayjs';
import type { TFunction } from 'i18next';
import { memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { Facts } from '../../ui/facts.tsx';
import { LinkedText } from '../../ui/linked-text.tsx';
import { Moment } from '../../ui/moment.tsx';
import { WebLink } from '../../ui/web-link.tsx';
import { ShownFile } from '../chat-files/shown-file.tsx';
import { answerWords, ReplyEntry } from '../missed-chats/answer-entry.tsx';
import { ChatNote } from '../notes/chat-note.tsx';
import { routingEntry } from '../routing/routing-entry.ts';
import { supervisionLine } from '../supervision/supervision-line.ts';
import { WhisperRow } from '../supervision/whisper-row.tsx';
import { SurveyEntry } from '../surveys/survey-entry.tsx';
import { Bubble, type DeliveryMark } from './bubble.tsx';
import classes from './conversation.module.css';

interface EntryRowProps {
  entry: ChatEntry;
  /** Where the files of its chat are, under /api/v1. */
  files: string;
  /** The entry above: one's sender, day and minute are not repeated. */
  before: ChatEntry | undefined;
  visitorName: string;
  mark: DeliveryMark | null;
}

/** One entry of a chat's log. */
export const EntryRow = memo(function EntryRow({ entry, files, before, visitorName, mark }: EntryRowProps) {
  const isNewDay = before === undefined || !dayjs(entry.at).isSame(before.at, 'day');
  return (
    <>
      {isNewDay ? <p className={classes.day}>{dayjs(entry.at).format('dddd, D MMMM')}</p> : null}
      <Content entry={entry} files={files} before={before} visitorName={visitorName} mark={mark} />
    </>
  );
});

function Content({ entry, files, before, visitorName, mark }: EntryRowProps) {
  const { t } = useTranslation('inbox');
  const { t: tRouting } = useTranslation('routing');
  const { t: tSupervision } = useTranslation('supervision');
  const me = useMe();
  const { content, sender } = entry;
  switch (content.kind) {
    case 'message':
    case 'file': {
      const isFollowUp =
        (before?.content.kind === 'message' || before?.content.kind === 'file') &&
        before.sender.kind === sender.kind &&
        before.sender.operatorId === sender.operatorId &&
        entry.at - before.at < 120_000;
      const name =
        sender.kind === 'visitor'
          ? visitorName
          : sender.operatorId === me.id
            ? me.name
            : (sender.name ?? t('automatic'));
      return (
        <Bubble isOurs={sender.kind !== 'visitor'} name={name} at={entry.at} isFollowUp={isFollowUp} mark={mark}>
          {content.kind === 'file' ? <ShownFile file={content} folder={files} /> : <LinkedText text={content.body} />}
        </Bubble>
      );
    }
    case 'whisper':
      return (
        <WhisperRow
          body={content.body}
          name={sender.operatorId === me.id ? me.name : (sender.name ?? '')}
          at={entry.at}
          isOwn={sender.operatorId === me.id}
        />
      );
    case 'supervisorJoined':
    case 'supervisorLeft':
    case 'takenOver':
    case 'helpAsked':
    case 'blocked':
      return <Line at={entry.at}>{supervisionLine(content, sender.name ?? t('automatic'), tSupervision)}</Line>;
    case 'requested':
      return <Requested content={content} at={entry.at} />;
    case 'joined':
      return <Line at={entry.at}>{t('joined', { name: content.operatorName })}</Line>;
    case 'left':
      return <Line at={entry.at}>{t('handedBack', { name: content.operatorName })}</Line>;
    case 'pageChanged':
      return (
        <Line at={entry.at}>
          {t('walked')} <WebLink url={content.url} label={content.title === '' ? content.url : content.title} />
        </Line>
      );
    case 'ended':
      return (
        <Line at={entry.at}>
          {t(`endedBy.${content.by}`)}
          {content.reason === null ? '' : `: ${t(`endReason.${content.reason}`, content.reason)}`}
        </Line>
      );
    case 'missed':
      return <Line at={entry.at}>{t(`missed.${content.reason}`)}</Line>;
    case 'transferred':
    case 'routed':
    case 'transferOffered':
    case 'transferDeclined':
      return <Line at={entry.at}>{routingEntry(content, sender.name ?? '', tRouting)}</Line>;
    case 'note':
      return <ChatNote name={sender.name ?? ''} at={entry.at} body={content.body} />;
    case 'surveyAnswered':
    case 'rated':
    case 'fieldAsked':
      return <SurveyEntry content={content} at={entry.at} />;
    case 'wrapUpChosen':
    case 'wrapUpOpened':
    case 'tagAdded':
    case 'tagChanged':
    case 'tagRemoved':
      return <Line at={entry.at}>{classified(content, sender.name ?? t('page'), t)}</Line>;
    case 'replied':
      return <ReplyEntry entry={entry} content={content} />;
    case 'claimed':
    case 'claimReleased':
    case 'settled':
    case 'reopened':
    case 'transcriptSent':
      return <Line at={entry.at}>{answerWords(content, sender)}</Line>;
    default:
      return assertNever(content);
  }
}

type Classified = Extract<
  ChatEntry['content'],
  { kind: 'wrapUpChosen' | 'wrapUpOpened' | 'tagAdded' | 'tagChanged' | 'tagRemoved' }
>;

/** What was noted of the chat, in words; its visitor is told nothing of it. */
function classified(content: Classified, name: string, t: TFunction<'inbox'>): string {
  switch (content.kind) {
    case 'wrapUpChosen': {
      const path = content.path.join(' › ');
      return content.before === null
        ? t('wrapUpChosen', { name, path })
        : t('wrapUpReplaced', { name, path, before: content.before.join(' › ') });
    }
    case 'wrapUpOpened':
      return t('wrapUpOpened', { name, caption: content.caption });
    case 'tagAdded':
    case 'tagChanged':
    case 'tagRemoved': {
      const tag = content.value === null ? content.name : `${content.name}: ${content.value}`;
      return t(content.kind, { name, tag });
    }
    default:
      return assertNever(content);
  }
}

/** Something that happened, between the messages. */
function Line({ at, children }: { at: number; children: ReactNode }) {
  return (
    <p className={classes.line}>
      <span>{children}</span> <Moment at={at} />
    </p>
  );
}

function Requested({ content, at }: { content: Extract<ChatEntry['content'], { kind: 'requested' }>; at: number }) {
  const { t } = useTranslation('inbox');
  const { t: tVisitors } = useTranslation('visitors');
  const { name, email, question, pageUrl } = content;
  return (
    <div className={classes.requested}>
      <p className={classes.requestedHead}>
        {t('requested')} <Moment at={at} />
      </p>
      {question === null ? null : (
        <p className={classes.question}>
          <LinkedText text={question} />
        </p>
      )}
      <Facts
        facts={[
          [tVisitors('fact.name'), name],
          [tVisitors('fact.email'), email],
          [tVisitors('fact.page'), pageUrl === null ? null : <WebLink key="page" url={pageUrl} withHost />],
        ]}
      />
    </div>
  );
}
