import { type Caller, signInAsAdministrator } from './caller.ts';
import { stores } from './each-store.ts';
import { openTestApp, type TestApp } from './test-app.ts';

/** A test app on one of the stores, with its administrator signed in. */
export interface StoredApp extends TestApp {
  readonly admin: Caller;
}

/** For `describe.each`: the name of a store, and how to open the real server on it. */
export const appsOnStores: readonly (readonly [
  name: string,
  open: (environment?: Record<string, string>) => Promise<StoredApp>,
])[] = stores.map(([name, open]) => [
  name,
  async (environment = {}) => {
    const own = await open();
    const app = await openTestApp(environment, own.storage);
    return {
      ...app,
      admin: await signInAsAdministrator(app),
      async close() {
        await app.close();
        await own.close();
      },
    };
  },
]);
