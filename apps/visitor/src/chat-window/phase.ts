import type { WindowState } from './session.ts';

/** Which of its screens the window shows. `thanks`: an offline message is left; `missed`: nobody took the chat. */
export type Phase =
  | 'connecting'
  | 'refused'
  | 'start'
  | 'away'
  | 'waiting'
  | 'conversation'
  | 'ended'
  | 'thanks'
  | 'missed';

/** The screen for what is known. */
export function phaseOf({ link, settings, surveys, online, chat, entries }: WindowState): Phase {
  if (link === 'refused') return 'refused';
  if (!settings) return 'connecting';
  if (!chat && !online && /^(text|redirect)$/.test(settings.whenOffline)) return 'away';
  if (!chat) return surveys ? 'start' : 'connecting';
  switch (chat.state) {
    case 'pending':
      return 'waiting';
    case 'active':
      return 'conversation';
    case 'ended':
    case 'closed':
      return 'ended';
    case 'missed': {
      // What our side does about it comes after.
      const missed = entries.findLast(({ content }) => content.kind === 'missed')?.content;
      const reason = missed?.kind === 'missed' ? missed.reason : null;
      if (reason === 'visitorGaveUp') return 'ended';
      return reason === 'timedOut' || reason === null ? 'missed' : 'thanks';
    }
  }
}
