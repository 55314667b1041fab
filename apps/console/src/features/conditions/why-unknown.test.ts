import type { VariableName } from '@foyer/protocol/condition';
import { expect, test } from 'vitest';
import { type WhyUnknown, whyUnknown } from './why-unknown.ts';

test.each<[VariableName, string | null, WhyUnknown]>([
  ['staff.online', 'not kept', 'notKept'],
  ['place.country', 'unknown', 'place'],
  ['place.hostName', 'unknown', 'hostName'],
  ['source.keywords', 'unknown', 'source'],
  ['tech.screenWidth', 'unknown', 'browser'],
  ['visitor.variable', 'unknown', 'untold'],
  ['page.query', 'unknown', 'missing'],
])('S-037 unknown is shown with why: %s, seen %s, is %s', (variable, fact, why) =>
  expect(whyUnknown(variable, fact)).toBe(why),
);
