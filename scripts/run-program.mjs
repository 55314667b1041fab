/** Hands the terminal over to one of Foyer's programs, as if it had been started by itself. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './prepare.mjs';

/**
 * Runs a TypeScript file of the checkout with the Node.js at `node`; never returns control to its caller.
 * Where the system can (Node.js 22.15+, not Windows) the program takes this process's place: same pid, no launcher left
 * behind. Otherwise it is a child, with signals and exit code passed on, and an IPC channel: should this process be killed
 * outright, the child sees 'disconnect' and can end.
 */
export function runProgram(node, file, args) {
  const argv = [join(root, file), ...args];
  // What Node.js makes of the sources is kept: the next start is about a third quicker.
  const env = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node'), ...process.env };
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...argv], env);

  const child = spawn(node, argv, { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    throw error;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal); // ended by a signal: our caller should see the same
  });
}
