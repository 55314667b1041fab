/** Unit tests beside their files, and journeys that need no browser in tests/. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.{ts,tsx}', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', 'tests/browser/**'],
    // One process serves many files and their modules are loaded once: a test may not leave anything in them.
    isolate: false,
    pool: 'forks',
    // Some tests start the real program; on a busy machine the default of 5 s would be a coin toss.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    retry: process.env.CI === 'true' ? 1 : 0, // and what needed it is named at the end
    restoreMocks: true,
    unstubGlobals: true,
  },
});
