/**
 * Runs vitest and Playwright, and counts from their own JSON reports what passed, failed and was skipped; what passed
 * only at a second try (in CI) is named.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './prepare.mjs';

/** Each runner: what starts it, what makes it write JSON to a file, how to read that. */
export const runners = {
  vitest: {
    name: 'vitest',
    command: (report) => [
      'vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    noTestsFlag: '--passWithNoTests',
    env: () => ({}),
    count: countVitest,
  },
  playwright: {
    name: 'playwright',
    command: () => ['@playwright/test/cli.js', 'test', '--reporter=list,json'],
    noTestsFlag: '--pass-with-no-tests',
    env: (report) => ({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }),
    count: countPlaywright,
  },
};

/**
 * Runs one runner with `node` and answers its counts. A run that broke without a failed test (a crash, an error outside
 * any test) counts as one failure. `onStart` is given the run, for `endTests`.
 */
export async function runTests(runner, { node, args, env, report, onStart }) {
  const [script, ...options] = runner.command(report);
  // A filter that fits the one runner's files need not fit the other's.
  const extra = args.some((arg) => !arg.startsWith('-')) ? [runner.noTestsFlag] : [];
  const binaries = join(root, 'node_modules/.bin'); // `node` means the right one for what tests start, too
  const child = spawn(node, [join(root, 'node_modules', script), ...options, ...extra, ...args], {
    cwd: root,
    env: { ...process.env, PATH: `${binaries}${delimiter}${process.env.PATH}`, ...env, ...runner.env(report) },
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: true, // a process group of its own, so that `endTests` reaches what the runner has started
  });
  const ended = new Promise((resolve) => child.once('close', resolve).once('error', resolve));
  onStart({ pid: child.pid, ended });
  const code = await ended;
  const counts = existsSync(report)
    ? runner.count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0, secondTries: [] };
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** Ends a run and all it has started: asks with `signal`, and after five seconds asks no more. */
export async function endTests({ pid, ended }, signal) {
  const signalAll = (name) => {
    try {
      process.kill(-pid, name);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error; // none is left
    }
  };
  signalAll(signal);
  await Promise.race([ended, sleep(5_000)]);
  signalAll('SIGKILL');
}

function countVitest(report) {
  // A file that fails before its first test has no failed test to show for it.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    secondTries: tests.filter((test) => test.status === 'passed' && test.failureMessages.length > 0).map(nameOf),
  };
}

const nameOf = (test) => test.fullName;

function countPlaywright({ stats, suites }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    secondTries: suites.flatMap(listFlaky),
  };
}

function listFlaky({ specs, suites = [] }) {
  const flaky = specs.filter((spec) => spec.tests.some((test) => test.status === 'flaky'));
  return [...flaky.map((spec) => `${spec.file} ${spec.title}`), ...suites.flatMap(listFlaky)];
}
