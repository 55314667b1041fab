import type { ReactNode } from 'react';

interface MarkedTextProps {
  text: string;
  /** Offsets in it, in order and apart from each other; the end excluded. */
  marks: readonly (readonly [start: number, end: number])[];
}

/** Text with some of it marked. */
export function MarkedText({ text, marks }: MarkedTextProps) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>);
    at = end;
  }
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}
