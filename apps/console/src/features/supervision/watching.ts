import { operatorSocket } from '../../api/connection.ts';
import { createStore } from '../../api/create-store.ts';

/** Who does what in a chat just now, by chat id: names. */
type Names = Readonly<Record<string, readonly string[]>>;

/** Supervisors who watch one's chats. */
export const monitors = createStore<Names>({});
/** Colleagues who are typing in chats that one has or watches. */
export const typingColleagues = createStore<Names>({});

const typingMs = 10_000;

/** Keeps who watches and who types as the server tells it; returns the way to stop. */
export function followWatching(): () => void {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  function setTyping(chatId: string, name: string, isTyping: boolean): void {
    const key = `${chatId} ${name}`;
    clearTimeout(timers.get(key));
    timers.delete(key);
    // Should the word that they stopped get lost, it stops by itself.
    if (isTyping)
      timers.set(
        key,
        setTimeout(() => setTyping(chatId, name, false), typingMs),
      );
    const before = typingColleagues.get()[chatId] ?? [];
    if (before.includes(name) === isTyping) return;
    const after = isTyping ? [...before, name] : before.filter((one) => one !== name);
    typingColleagues.update((all) => ({ ...all, [chatId]: after }));
  }

  const stop = operatorSocket.onFrame((frame) => {
    switch (frame.type) {
      case 'welcome':
        monitors.set({});
        typingColleagues.set({});
        return;
      case 'monitors.changed':
        monitors.update((all) => ({ ...all, [frame.chatId]: frame.names }));
        return;
      case 'colleague.typing':
        setTyping(frame.chatId, frame.name, frame.typing);
        return;
      case 'entry':
        if (frame.entry.sender.kind === 'operator' && frame.entry.sender.name !== null)
          setTyping(frame.chatId, frame.entry.sender.name, false);
        return;
      default:
        return; // others' frames
    }
  });
  return () => {
    stop();
    for (const timer of timers.values()) clearTimeout(timer);
    monitors.set({});
    typingColleagues.set({});
  };
}
