import { test } from 'vitest';
import { openTestApp } from './testing/test-app.ts';
import { signInAsAdministrator } from './testing/caller.ts';
test('x', async () => {
  for (let i = 0; i < 3; i++) {
  console.time('app');
  const t = await openTestApp();
  console.timeEnd('app');
  console.time('signin');
  await signInAsAdministrator(t);
  console.timeEnd('signin');
  await t.close();
  }
});
