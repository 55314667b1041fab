/** Loaded before a server of a test (`--import`): each SIGUSR2 moves its clock on by 31 minutes, past the end of any visit left, or by TEST_CLOCK_STEP_MINUTES. */
import { isMainThread } from 'node:worker_threads';

const stepMs = Number(process.env.TEST_CLOCK_STEP_MINUTES ?? 31) * 60_000;

if (isMainThread) {
  const realNow = Date.now;
  let ahead = 0;
  Date.now = () => realNow() + ahead;
  process.on('SIGUSR2', () => {
    ahead += stepMs;
  });
}
