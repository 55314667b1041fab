import { assertNever } from '@foyer/protocol/assert-never';
import type { ChatEntry } from '@foyer/protocol/chat';
import dayjs from 'dayjs';
import type { TFunction } from 'i18next';

/** Entries that tell what supervisors did in a chat, and that its visitor was blocked. */
export type SupervisionContent = Extract<
  ChatEntry['content'],
  { kind: 'supervisorJoined' | 'supervisorLeft' | 'takenOver' | 'helpAsked' | 'blocked' }
>;

/** Such an entry in words. `name`: who wrote it. */
export function supervisionLine(content: SupervisionContent, name: string, t: TFunction<'supervision'>): string {
  switch (content.kind) {
    case 'supervisorJoined':
      return t('line.joined', { name: content.operatorName });
    case 'supervisorLeft':
      return t('line.left', { name: content.operatorName });
    case 'takenOver':
      return t('line.takenOver', { name: content.operatorName });
    case 'helpAsked':
      return content.note === '' ? t('line.asked', { name }) : t('line.askedWith', { name, note: content.note });
    case 'blocked': {
      const by = t(`line.by.${content.by}`);
      const until =
        content.until === null
          ? t('line.forGood')
          : t('line.until', { time: dayjs(content.until).format('D MMM YYYY, HH:mm') });
      const blocked = t('line.blocked', { name, by, until });
      return content.reason === '' ? blocked : `${blocked}: ${content.reason}`;
    }
    default:
      return assertNever(content);
  }
}
