import { createStore, useStore } from '../../api/create-store.ts';

/**
 * Whom a text is for: `message` the visitor, by the chat's operator; `spoken` both, by a supervisor; `whisper` operator
 * and supervisor alone.
 */
export const allVoices = ['message', 'spoken', 'whisper'] as const;
export type Voice = (typeof allVoices)[number];

/** What was chosen last, by chat id; in memory only, so that after a while away nothing surprises. */
const voices = createStore<Readonly<Record<string, Voice>>>({});

export function chooseVoice(chatId: string, voice: Voice): void {
  voices.update((all) => ({ ...all, [chatId]: voice }));
}

/** The voice of a chat's composer: what was chosen, as far as this operator may use it. */
export function useVoice(chatId: string, isMine: boolean): Voice {
  const chosen = useStore(voices, (all) => all[chatId]);
  if (chosen === 'whisper') return 'whisper';
  if (isMine) return 'message';
  return chosen === 'spoken' ? 'spoken' : 'whisper';
}
