/** How long a pending chat has waited, in levels (chat.md section 4). */
export type PendingLevel = 'none' | 'one' | 'two';

// The defaults of chat.md section 4; sites can't set their own yet.
const levelOneMs = 30_000;
const levelTwoMs = 60_000;

export function pendingLevel(waitedMs: number): PendingLevel {
  if (waitedMs >= levelTwoMs) return 'two';
  return waitedMs >= levelOneMs ? 'one' : 'none';
}
