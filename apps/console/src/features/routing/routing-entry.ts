import { assertNever } from '@foyer/protocol/assert-never';
import type { EntryContent } from '@foyer/protocol/chat';
import type { TFunction } from 'i18next';

export type RoutingContent = Extract<
  EntryContent,
  { kind: 'transferred' | 'routed' | 'transferOffered' | 'transferDeclined' }
>;

/** What an entry of the log says of routing and transfers. `name`: of its sender. */
export function routingEntry(content: RoutingContent, name: string, t: TFunction<'routing'>): string {
  switch (content.kind) {
    case 'transferred':
      return t('entry.transferred', { name: content.operatorName });
    case 'routed': {
      const names = [...(content.department === null ? [] : [content.department]), ...content.skills].join(' · ');
      if (names === '') return t('entry.routedToAll');
      return content.rule === null
        ? t('entry.routed', { names })
        : t('entry.routedByRule', { names, rule: content.rule });
    }
    case 'transferOffered': {
      const offered = t('entry.transferOffered', { name, to: content.to.name });
      return content.note === '' ? offered : `${offered}. ${t('entry.transferNote', { note: content.note })}`;
    }
    case 'transferDeclined':
      return t(`entry.${content.reason}`, { to: content.to.name });
    default:
      return assertNever(content);
  }
}
