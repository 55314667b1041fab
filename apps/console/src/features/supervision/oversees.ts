import type { Me } from '@foyer/protocol/operator';

/** Whether somebody sees to the chats of colleagues. */
export function oversees({ role }: Pick<Me, 'role'>): boolean {
  return role !== 'operator';
}
