/** Which outside services `npm test` has made ready, and what a test does without one. */

const variables = {
  postgres: 'FOYER_TEST_POSTGRES_URL',
  redis: 'FOYER_TEST_REDIS_URL',
  chromium: 'FOYER_TEST_CHROMIUM',
} as const;

/** A service that some tests need. */
export type TestService = keyof typeof variables;

/**
 * Whether a service is there: `describe.skipIf(!hasService('postgres'))(…)`. Where every test is required (CI) its absence
 * throws, so the file fails; elsewhere it is said aloud and the tests are counted as skipped.
 */
export function hasService(service: TestService): boolean {
  if (process.env[variables[service]]) return true;
  const message = `No ${service} for the tests: run them by "npm test", or set ${variables[service]}.`;
  if (process.env.CI === 'true' || process.env.FOYER_TEST_REQUIRE_ALL === '1') throw new Error(message);
  console.warn(`SKIPPED. ${message}`);
  return false;
}

/** A service's address (for chromium: its path). Throws when it is not there. */
export function getService(service: TestService): string {
  const value = process.env[variables[service]];
  if (!value) throw new Error(`${variables[service]} is not set; guard the test with hasService('${service}').`);
  return value;
}
