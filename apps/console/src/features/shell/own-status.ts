import type { ChosenStatus } from '@foyer/protocol/operator';
import { operatorSocket } from '../../api/connection.ts';
import { createStore } from '../../api/create-store.ts';

/** The signed-in operator's status, as the server has it. */
export const ownStatus = createStore<ChosenStatus | null>(null);

/** Follows the status that the server tells; returns the way to stop. */
export function followOwnStatus(): () => void {
  return operatorSocket.onFrame((frame) => {
    if (frame.type === 'welcome') ownStatus.set(frame.me.status);
    if (frame.type === 'status.changed') ownStatus.set(frame.status);
  });
}

/** Shows the choice at once, and takes it back when the server refuses it. */
export async function chooseStatus(status: ChosenStatus): Promise<void> {
  const before = ownStatus.get();
  ownStatus.set(status);
  try {
    await operatorSocket.request({ type: 'status.chosen', status });
  } catch (error) {
    ownStatus.set(before);
    throw error;
  }
}
