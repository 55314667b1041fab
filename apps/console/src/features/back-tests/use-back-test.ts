import type { BackTest, BackTestInput } from '@foyer/protocol/back-test';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { queryClient } from '../../api/query-client.ts';
import { backTestQuery, isOver, startBackTest, stopBackTest } from './back-tests-api.ts';

/** One back-test after the other; whoever goes away stops the one that goes on. */
export function useBackTest(siteId: string): {
  readonly test: BackTest | null;
  /** What it was started with. */
  readonly input: BackTestInput | null;
  readonly error: unknown;
  readonly isGoing: boolean;
  readonly start: (input: BackTestInput) => void;
  readonly stop: () => void;
} {
  const begin = useMutation({ mutationFn: (input: BackTestInput) => startBackTest(siteId, input) });
  const id = begin.data?.id ?? '';
  const asked = useQuery({ ...backTestQuery(siteId, id), enabled: id !== '' });
  const test = asked.data ?? begin.data ?? null;
  const isGoing = begin.isPending || (test !== null && !isOver(test) && asked.error === null);

  const going = useRef<string | null>(null);
  going.current = isGoing && id !== '' ? id : null;
  useEffect(
    () => () => {
      if (going.current !== null) void stopBackTest(siteId, going.current).catch(() => undefined);
    },
    [siteId],
  );
  return {
    test,
    input: begin.variables ?? null,
    error: begin.error ?? asked.error,
    isGoing,
    start: begin.mutate,
    stop: () => {
      if (id !== '') void end(siteId, id);
    },
  };
}

async function end(siteId: string, id: string): Promise<void> {
  await stopBackTest(siteId, id).catch(() => undefined);
  await queryClient.invalidateQueries({ queryKey: backTestQuery(siteId, id).queryKey });
}
