import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Usage } from './report-usage.ts';

const preload = new URL('./report-usage.ts', import.meta.url).href;
const stopMs = 35_000;

/** A server under measurement, listening on the loopback. */
export interface MeasuredProcess {
  /** Address without a slash at its end. */
  readonly url: string;
  /** `collects`: after a garbage collection. */
  usage(collects?: boolean): Promise<Usage>;
  /** Ends it and waits. */
  stop(): Promise<void>;
}

/**
 * Starts a TypeScript program that listens on `PORT`, and waits until `readyPath` answers 200. It sees nothing of this
 * process's settings for Foyer. Throws with its output when it does not get ready.
 */
export async function startMeasured(
  file: URL,
  readyPath: string,
  env: Record<string, string> = {},
): Promise<MeasuredProcess> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const profile =
    process.env.BENCH_CPU_PROFILE === undefined ? [] : ['--cpu-prof', '--cpu-prof-dir', process.env.BENCH_CPU_PROFILE];
  const child = spawn(process.execPath, [...profile, '--expose-gc', '--import', preload, fileURLToPath(file)], {
    env: { ...inheritedEnv(), ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = once(child, 'close');
  let output = '';
  const collect = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-20_000);
    if (process.env.BENCH_OUTPUT !== undefined) process.stderr.write(chunk);
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);

  async function stop(): Promise<void> {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    const isOver = await Promise.race([ended.then(() => true), sleep(stopMs, false, { ref: false })]);
    if (isOver) return;
    child.kill('SIGKILL');
    await ended;
  }

  try {
    await waitUntilReady(url + readyPath, child);
  } catch (cause) {
    await stop();
    throw new Error(`${fileURLToPath(file)} did not get ready. It wrote:\n${output}`, { cause });
  }
  return { url, usage: (collects = false) => askUsage(child, collects), stop };
}

async function askUsage(child: ChildProcess, collects: boolean): Promise<Usage> {
  child.send({ question: 'usage', collects });
  for (;;) {
    const [message] = (await once(child, 'message')) as [{ answer?: string; usage?: Usage }];
    if (message.answer === 'usage' && message.usage) return message.usage;
  }
}

async function waitUntilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error('It ended');
    const response = await fetch(url).catch(() => null);
    await response?.body?.cancel();
    if (response?.status === 200) return;
    if (Date.now() > deadline) throw new Error(`${url} answered ${response?.status ?? 'nothing'} for 30 s`);
    await sleep(25);
  }
}

/** Below 32768: ports above may be taken by outgoing connections at any moment. */
async function findFreePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const probe = createServer().listen(port, '127.0.0.1');
    const isFree = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    probe.close();
    await once(probe, 'close');
    return port;
  }
}

function inheritedEnv(): NodeJS.ProcessEnv {
  const steers = (name: string) => /^(PORT|HOST|DATABASE_URL|REDIS_URL|NODE_ENV|NODE_OPTIONS|FOYER_.*)$/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !steers(name)));
}
