/** `npm run check`: what a machine can judge, from cheap to dear, all of it even when an early step fails. `--static`: without the tests. */
import { spawnSync } from 'node:child_process';
import { ensureInstalled, root, say } from './prepare.mjs';

const steps = ['check:boundaries', 'check:lint', 'check:types', 'check:dead-code'];
if (!process.argv.includes('--static')) steps.push('test');

ensureInstalled();
const failed = [];
for (const step of steps) {
  const startedAt = Date.now();
  say(`\n── ${step}`);
  const { status } = spawnSync('npm', ['run', '--silent', step], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32', // npm is a .cmd file there
  });
  say(`── ${step}: ${status === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  if (status !== 0) failed.push(step);
}
say(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : '\nAll steps passed.');
process.exitCode = failed.length > 0 ? 1 : 0;
