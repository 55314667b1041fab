/**
 * `npm test`: every test of Foyer, with a PostgreSQL, a Redis and a browser of its own. Its last line is the count.
 * `--unit`: vitest only; `--browser`: Playwright only; everything else goes to the runners.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from './builds.mjs';
import { ensureInstalled, findNode, say } from './prepare.mjs';
import { endTests, runners, runTests } from './test-runners.mjs';
import { startServices } from './test-services.mjs';

const given = process.argv.slice(2);
const args = given.filter((arg) => arg !== '--unit' && arg !== '--browser');
const chosen = [
  ...(given.includes('--browser') ? [] : [runners.vitest]),
  ...(given.includes('--unit') ? [] : [runners.playwright]),
];
const requireAll = process.env.CI === 'true' || process.env.FOYER_TEST_REQUIRE_ALL === '1';

/** What is running now, so that an interruption can end it. */
let run = null;
let services = null;
let reports = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => interrupt(signal));

const total = { passed: 0, failed: 0, skipped: 0 };
// Said at the very end, also where a failed install or build ends this process early: that is a failure too.
process.on('exit', (code) => {
  if (code !== 0 && total.failed === 0) total.failed = 1;
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
});

const times = [];
const secondTries = [];
await timed('install', ensureInstalled);
const node = findNode();
await timed('build', () => ensureBuilt(node));
try {
  services = await timed('services', () => startServices({ browser: chosen.includes(runners.playwright) }));
  if (services.missing.length > 0) warnInBox(services.missing);
  if (requireAll) total.failed += services.missing.length;
  if (!requireAll || services.missing.length === 0) await runAll();
} finally {
  await tidyUp();
}
if (secondTries.length > 0) say(`\nPassed at a second try only, and need a look:\n  ${secondTries.join('\n  ')}`);
say(`\n${times.join(' · ')}`);
if (total.passed + total.failed === 0) say('No test ran, and that is a failure.');
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;

async function runAll() {
  const env = { ...services.env, ...(requireAll ? { FOYER_TEST_REQUIRE_ALL: '1' } : {}) };
  reports = mkdtempSync(join(tmpdir(), 'foyer-reports-'));
  for (const one of chosen) {
    const report = join(reports, `${one.name}.json`);
    const onStart = (started) => {
      run = started;
    };
    const counts = await timed(one.name, () => runTests(one, { node, args, env, report, onStart }));
    run = null;
    for (const key of Object.keys(total)) total[key] += counts[key];
    secondTries.push(...counts.secondTries);
  }
}

/** Does a stage and notes how long it took. */
async function timed(stage, work) {
  const startedAt = Date.now();
  try {
    return await work();
  } finally {
    times.push(`${stage} ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
  }
}

function warnInBox(missing) {
  const lines = [
    `MISSING: ${missing.join(', ')}.`,
    requireAll ? 'Every test is required here (CI): stopping.' : 'Tests that need them are SKIPPED or will fail.',
  ];
  const width = Math.max(...lines.map((line) => line.length));
  const edge = '═'.repeat(width + 2);
  say(`\n╔${edge}╗\n${lines.map((line) => `║ ${line.padEnd(width)} ║`).join('\n')}\n╚${edge}╝\n`);
}

async function tidyUp() {
  await services?.stop();
  if (reports) rmSync(reports, { recursive: true, force: true });
}

/** Ends the runner, then what was started for it, then this process as the signal would have. */
async function interrupt(signal) {
  process.removeAllListeners(signal); // a second one ends it at once
  if (run) await endTests(run, signal);
  await tidyUp();
  process.kill(process.pid, signal);
}
