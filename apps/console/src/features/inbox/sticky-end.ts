import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const nearPx = 80;

interface StickyEnd {
  boxRef: RefObject<HTMLDivElement | null>;
  /** Something new came while the reader was looking further up. */
  isAway: boolean;
  toEnd: () => void;
}

/** Keeps a scrolled box at its end while it grows (`size` counts what is in it), unless its reader has scrolled up. */
export function useStickyEnd(size: number): StickyEnd {
  const boxRef = useRef<HTMLDivElement>(null);
  const isNear = useRef(true);
  const [isAway, setIsAway] = useState(false);
  const toEnd = useCallback(() => {
    const box = boxRef.current;
    if (box !== null) box.scrollTop = box.scrollHeight;
    setIsAway(false);
  }, []);
  useEffect(() => {
    const box = boxRef.current;
    if (box === null) return undefined;
    const look = () => {
      isNear.current = box.scrollHeight - box.scrollTop - box.clientHeight < nearPx;
      if (isNear.current) setIsAway(false);
    };
    box.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(() => {
      if (isNear.current) box.scrollTop = box.scrollHeight;
    });
    resized.observe(box);
    return () => {
      box.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: growth is the event
  useLayoutEffect(() => {
    if (isNear.current) toEnd();
    else setIsAway(true);
  }, [size, toEnd]);
  return { boxRef, isAway, toEnd };
}
