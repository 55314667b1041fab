import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createHostNameResolver } from './resolve-host-name.ts';

const never = () => new Promise<string[]>(() => {});

/** A resolver over names in a table, and the list of what it was asked. */
function fakeResolver(names: Record<string, string[]>, limits: { cacheSize?: number; maxInFlight?: number } = {}) {
  const asked: string[] = [];
  const { resolve } = createHostNameResolver({
    timeoutMs: 2000,
    cacheSize: 10,
    ...limits,
    lookup: async (address) => {
      asked.push(address);
      const found = names[address];
      if (!found) throw new Error('ENOTFOUND');
      return found;
    },
  });
  return { resolve, asked };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('W-114 host name', () => {
  test.each<[rule: string, answers: string[], expected: string | null]>([
    ['lower case', ['Dns.Google'], 'dns.google'],
    ['without the final dot', ['dns.google.'], 'dns.google'],
    ['no answer', [], null],
    ['R-083 markup is refused', ['<img src=x>.evil.example'], null],
    ['R-083 control characters are refused', ['a\n.example'], null],
    ['R-083 underscores are refused', ['a_b.example'], null],
    ['empty', ['.'], null],
    ['253 characters', [`${'a'.repeat(245)}.example`], `${'a'.repeat(245)}.example`],
    ['254 characters', [`${'a'.repeat(246)}.example`], null],
    ['the first good one of several', ['a b', 'Good.Example', 'other.example'], 'good.example'],
  ])('%s', async (_rule, answers, expected) => {
    expect(await fakeResolver({ '8.8.8.8': answers }).resolve('8.8.8.8')).toBe(expected);
  });

  test('a failure is null, not an exception', async () => {
    expect(await fakeResolver({}).resolve('8.8.8.8')).toBeNull();
  });

  test('so is a lookup that throws at once', async () => {
    const lookup = () => {
      throw new Error('EBADNAME');
    };
    expect(await createHostNameResolver({ timeoutMs: 2000, cacheSize: 10, lookup }).resolve('8.8.8.8')).toBeNull();
  });

  test.each(['10.0.0.1', '127.0.0.1', '::1', 'fe80::1', '0.0.0.0', 'junk', ''])(
    'nobody is asked for %j',
    async (address) => {
      const { resolve, asked } = fakeResolver({});
      expect(await resolve(address)).toBeNull();
      expect(asked).toEqual([]);
    },
  );
});

describe('memory', () => {
  test.each<[rule: string, names: Record<string, string[]>, waitMs: number, questions: number]>([
    ['a name: remembered for an hour', { '8.8.8.8': ['dns.google'] }, 3_600_000, 1],
    ['a name: asked again after it', { '8.8.8.8': ['dns.google'] }, 3_600_002, 2],
    ['a failure: remembered for five minutes', {}, 300_000, 1],
    ['a failure: asked again after them', {}, 300_002, 2],
  ])('%s', async (_rule, names, waitMs, questions) => {
    const { resolve, asked } = fakeResolver(names);
    const first = await resolve('8.8.8.8');
    await vi.advanceTimersByTimeAsync(waitMs);
    expect(await resolve('8.8.8.8')).toBe(first);
    expect(asked).toHaveLength(questions);
  });

  test('only so many addresses are remembered', async () => {
    const { resolve, asked } = fakeResolver({}, { cacheSize: 1 });
    for (const address of ['8.8.8.8', '9.9.9.9', '8.8.8.8']) await resolve(address);
    expect(asked).toEqual(['8.8.8.8', '9.9.9.9', '8.8.8.8']);
  });
});

describe('questions in flight', () => {
  test('one address is asked for once', async () => {
    const { resolve, asked } = fakeResolver({ '8.8.8.8': ['dns.google'] });
    expect(await Promise.all([resolve('8.8.8.8'), resolve('8.8.8.8')])).toEqual(['dns.google', 'dns.google']);
    expect(asked).toHaveLength(1);
  });

  test('beyond the limit the answer is null, and the next try asks', async () => {
    const { resolve, asked } = fakeResolver({ '8.8.8.8': ['a.example'], '9.9.9.9': ['b.example'] }, { maxInFlight: 1 });
    expect(await Promise.all([resolve('8.8.8.8'), resolve('9.9.9.9')])).toEqual(['a.example', null]);
    expect(asked).toEqual(['8.8.8.8']);
    expect(await resolve('9.9.9.9')).toBe('b.example');
  });

  test('silence is null after the time-out, not before', async () => {
    const { resolve } = createHostNameResolver({ timeoutMs: 2000, cacheSize: 10, lookup: never });
    const settled = vi.fn();
    void resolve('8.8.8.8').then(settled);
    await vi.advanceTimersByTimeAsync(1999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(settled).toHaveBeenCalledExactlyOnceWith(null);
  });

  test('a late answer serves the next visit', async () => {
    const lookup = () => new Promise<string[]>((resolve) => setTimeout(resolve, 3000, ['late.example']));
    const { resolve } = createHostNameResolver({ timeoutMs: 2000, cacheSize: 10, lookup });
    const first = resolve('8.8.8.8');
    await vi.advanceTimersByTimeAsync(3000);
    expect(await first).toBeNull();
    expect(await resolve('8.8.8.8')).toBe('late.example');
  });
});
