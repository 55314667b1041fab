/** The real server program, started as its own process, for tests that need it whole: journeys, kills, restarts. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { findFreePort } from './free-port.ts';

const mainFile = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));

/** A running server. */
export type ServerProcess = {
  /** Address without a slash at its end, `http://127.0.0.1:12345`. */
  url: string;
  pid: number;
  /** Its FOYER_DATA. A test that restarts a server on the same data makes the folder itself and passes it to both. */
  dataFolder: string;
  /** Everything it has written so far, both streams. */
  output: () => string;
  /** Sends a signal and waits for the end; the data stay. */
  kill: (signal: NodeJS.Signals) => Promise<void>;
  /** Asks it to end (SIGTERM) if it still runs, waits, and removes the data folder if it was made here. Answers the exit code, null after a kill. */
  stop: () => Promise<number | null>;
};

/** How to start: variables to set for the server, the folder for its data (default: a new one), how long it may take to be ready. */
export type ServerOptions = {
  env?: Record<string, string>;
  dataFolder?: string;
  port?: number;
  readyTimeoutMs?: number;
};

/** Starts the server on a free port and waits until it is ready. Throws with its output when it ends or takes too long. */
export async function startServer(options: ServerOptions = {}): Promise<ServerProcess> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'foyer-data-')));
  const port = options.port ?? (await findFreePort());
  const url = `http://127.0.0.1:${port}`;
  const ownEnv = {
    PORT: String(port),
    HOST: '127.0.0.1',
    FOYER_URL: url,
    FOYER_DATA: dataFolder,
    // A visitor list that is the same each time; a test of the simulated visitors asks for them.
    FOYER_DEMO_VISITORS: '0',
    NODE_COMPILE_CACHE: join(tmpdir(), 'foyer-compile-cache'),
  };
  // The channel lets the server see it when this process is killed, and end.
  const child = spawn(process.execPath, [mainFile], {
    env: { ...inheritedEnv(), ...ownEnv, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = once(child, 'close');
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);

  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
  };
  const stop = async () => {
    await stopGently(child, exited);
    if (options.dataFolder === undefined) await rm(dataFolder, { recursive: true, force: true });
    return child.exitCode;
  };
  try {
    await waitUntilReady(url, child, options.readyTimeoutMs ?? 30_000);
  } catch (error) {
    await kill('SIGKILL');
    await stop();
    throw new Error(`The server did not get ready. It wrote:\n${output}`, { cause: error });
  }
  return { url, pid: child.pid as number, dataFolder, output: () => output, kill, stop };
}

/** This process's environment without what would steer the server. */
function inheritedEnv(): NodeJS.ProcessEnv {
  const steers = (name: string) => /^(PORT|HOST|DATABASE_URL|REDIS_URL|NODE_ENV|FOYER_.*|VITEST.*)$/.test(name);
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !steers(name)));
}

async function waitUntilReady(url: string, child: ChildProcess, timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let lastError: unknown;
  while (Date.now() < deadline) {
    if (hasEnded(child)) throw new Error(`It ended with ${child.exitCode ?? child.signalCode}`);
    try {
      const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) });
      await response.body?.cancel();
      if (response.status === 200) return;
      lastError = new Error(`/health/ready answered ${response.status}`);
    } catch (error) {
      lastError = error; // not listening yet
    }
    await sleep(25);
  }
  throw new Error(`Not ready within ${timeoutMs} ms`, { cause: lastError });
}

/** A server may take 30 s to drain (its own hard stop); one that takes longer is killed, and that is a failure. */
async function stopGently(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  if (hasEnded(child)) {
    await exited;
    return;
  }
  child.kill('SIGTERM');
  const inTime = await Promise.race([exited.then(() => true), sleep(35_000, false, { ref: false })]);
  if (inTime) return;
  child.kill('SIGKILL');
  await exited;
  throw new Error('The server did not end within 35 s of SIGTERM');
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
