import type { OperatorStatus } from '@foyer/protocol/operator';

/** A status as colour and shape; the word stands beside it, so the mark itself is silent. */
export function StatusMark({ status, size = 10 }: { status: OperatorStatus; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden focusable="false">
      {shapes[status]}
    </svg>
  );
}

const shapes: Record<OperatorStatus, React.ReactNode> = {
  online: <circle cx="5" cy="5" r="4.5" fill="var(--green-mark)" />,
  busy: (
    <>
      <circle cx="5" cy="5" r="4.5" fill="var(--red-mark)" />
      <rect x="2.4" y="4.1" width="5.2" height="1.8" rx=".9" fill="#fff" />
    </>
  ),
  beRightBack: (
    <>
      <circle cx="5" cy="5" r="4.5" fill="var(--amber-mark)" />
      <path d="M5 2.4V5l1.8 1.2" fill="none" stroke="#fff" strokeWidth="1.2" strokeLinecap="round" />
    </>
  ),
  away: <path d="M6.9 7.9A4 4 0 1 1 5 1a3.2 3.2 0 0 0 1.9 6.9Z" fill="var(--amber-mark)" />,
  offline: <circle cx="5" cy="5" r="3.7" fill="none" stroke="var(--grey-mark)" strokeWidth="1.6" />,
};
