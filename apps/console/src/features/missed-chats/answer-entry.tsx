import { assertNever } from '@foyer/protocol/assert-never';
import type { ChatEntry } from '@foyer/protocol/chat';
import i18next, { type TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/me.ts';
import { LinkedText } from '../../ui/linked-text.tsx';
import { Bubble } from '../inbox/bubble.tsx';

type Content<K extends ChatEntry['content']['kind']> = Extract<ChatEntry['content'], { kind: K }>;

/** What became of a missed chat, or of a transcript, in words. */
export function answerWords(
  content: Content<'claimed' | 'claimReleased' | 'settled' | 'reopened' | 'transcriptSent'>,
  sender: ChatEntry['sender'],
): string {
  const t: TFunction<'missedChats'> = i18next.getFixedT(null, 'missedChats');
  const name = sender.name ?? t('entry.somebody');
  switch (content.kind) {
    case 'claimed':
      return content.from === null ? t('entry.claimed', { name }) : t('entry.takenOver', { name, from: content.from });
    case 'settled': {
      const way = t(`way.${content.way}`);
      return content.note === null
        ? t('entry.settled', { name, way })
        : t('entry.settledNote', { name, way, note: content.note });
    }
    case 'claimReleased':
    case 'reopened':
      return t(`entry.${content.kind}`, { name });
    case 'transcriptSent': {
      const { to } = content;
      if (sender.kind === 'operator') return t('entry.transcriptSentBy', { name, to });
      return t(sender.kind === 'visitor' ? 'entry.transcriptAsked' : 'entry.transcriptSent', { to });
    }
    default:
      return assertNever(content);
  }
}

/** An answer by e-mail, as one's own message with where it went. */
export function ReplyEntry({ entry, content }: { entry: ChatEntry; content: Content<'replied'> }) {
  const { t } = useTranslation('missedChats');
  const me = useMe();
  const name = entry.sender.operatorId === me.id ? me.name : (entry.sender.name ?? t('entry.somebody'));
  return (
    <Bubble
      isOurs
      name={`${name}, ${t('entry.repliedTo', { to: content.to })}`}
      at={entry.at}
      isFollowUp={false}
      mark={null}
    >
      <LinkedText text={content.body} />
    </Bubble>
  );
}
