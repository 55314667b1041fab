/** Foyer's mark: a door that stands open to you. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="8" fill="#4450c2" />
      <path d="M9 25V13a7 7 0 0 1 14 0v12" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
      <circle cx="19" cy="19" r="1.8" fill="#ffd479" />
    </svg>
  );
}
