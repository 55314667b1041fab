import { type RefObject, useEffect, useRef, useState } from 'react';
import { holdOrder } from './live-list.ts';

const restMs = 2500;

/** The order to show: the server's, but while the pointer moves over the list or the focus is in it, rows keep their places. */
export function useHeldOrder(wanted: readonly string[]): {
  order: readonly string[];
  listRef: RefObject<HTMLDivElement | null>;
} {
  const listRef = useRef<HTMLDivElement>(null);
  const [isHeld, setIsHeld] = useState(false);
  const shown = useRef<readonly string[]>(wanted);
  useEffect(() => {
    const list = listRef.current;
    if (list === null) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hold = (event: Event) => {
      if (!(event.target as Element).closest('tbody, ul')) return;
      setIsHeld(true);
      clearTimeout(timer);
      timer = setTimeout(() => setIsHeld(false), restMs);
    };
    const release = () => {
      clearTimeout(timer);
      setIsHeld(false);
    };
    list.addEventListener('pointermove', hold);
    list.addEventListener('focusin', hold);
    list.addEventListener('pointerleave', release);
    return () => {
      release();
      list.removeEventListener('pointermove', hold);
      list.removeEventListener('focusin', hold);
      list.removeEventListener('pointerleave', release);
    };
  }, []);
  const order = isHeld ? holdOrder(shown.current, wanted) : wanted;
  useEffect(() => {
    shown.current = order;
  });
  return { order, listRef };
}
