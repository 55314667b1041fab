import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

test.each<[value: string, entries: string[]]>([
  ['', []],
  ['10.0.0.5', ['10.0.0.5']],
  [' mail.internal:587, 10.0.0.0/8 [fd00::1]:25 ', ['mail.internal:587', '10.0.0.0/8', '[fd00::1]:25']],
])('FOYER_EGRESS_ALLOW=%j', (value, entries) => {
  expect(readConfig({ FOYER_EGRESS_ALLOW: value }).egressAllow).toEqual(entries);
});

test.each<[variable: string, value: string]>([
  ['FOYER_EGRESS_ALLOW', '10.0.0.0/40'],
  ['FOYER_EGRESS_ALLOW', 'https://mail.internal'],
  ['FOYER_TRUSTED_PROXIES', '0.0.0.0/0'],
  ['FOYER_DEMO_VISITORS', 'some'],
  ['FOYER_DEMO_VISITORS', '101'],
])('%s=%s stops the start with a sentence that names it', (variable, value) => {
  expect(() => readConfig({ [variable]: value })).toThrow(ConfigError);
  expect(() => readConfig({ [variable]: value })).toThrow(variable);
});
