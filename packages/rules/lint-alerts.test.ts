import type { Alert } from '@foyer/protocol/alert';
import { expect, test } from 'vitest';
import { findUnreachableAlerts } from './lint-alerts.ts';
import { alert } from './test-fixtures.ts';

const anyone = alert({ name: 'All visitors' });
const adWords = alert({ name: 'AdWords', entryPages: ['*source=adwords'] });
const fromGoogle = alert({ name: 'Google', searchEngines: ['Google', 'Bing'], keywords: ['red', 'blue'] });
const same = (name: string, of: Alert, fields: Record<string, unknown> = {}): Alert =>
  alert({ ...of, name, id: alert({ name }).id, ...fields });
const isGb = { all: [{ variable: 'place.country', operator: 'equals', value: 'GB' }] };

test.each<[rule: string, alerts: Alert[], unreachable: [name: string, reason: string, blockedBy: string][]]>([
  ['a good list', [adWords, fromGoogle, anyone], []],
  ['after an alert without criteria', [anyone, adWords], [['AdWords', 'catchAll', 'All visitors']]],
  [
    'all after it',
    [anyone, adWords, fromGoogle],
    [
      ['AdWords', 'catchAll', 'All visitors'],
      ['Google', 'catchAll', 'All visitors'],
    ],
  ],
  ['a disabled one catches nothing', [{ ...anyone, enabled: false }, adWords], []],
  ['a shadow one catches nothing', [{ ...anyone, shadow: true }, adWords], []],
  ['a disabled one is not flagged', [anyone, { ...adWords, enabled: false }], []],
  [
    'a shadow one is flagged: it would not be reached either',
    [anyone, { ...adWords, shadow: true }],
    [['AdWords', 'catchAll', 'All visitors']],
  ],
  [
    'all pages are no criterion',
    [{ ...adWords, entryPages: ['x', '*'] }, fromGoogle],
    [['Google', 'catchAll', 'AdWords']],
  ],
  [
    'empty groups are no criterion',
    [same('Empty', anyone, { conditions: { all: [{ none: [] }] } }), adWords],
    [['AdWords', 'catchAll', 'Empty']],
  ],
  ['a condition is a criterion', [same('GB', anyone, { conditions: isGb }), adWords], []],
  ['the same criteria as an earlier one', [adWords, same('Again', adWords)], [['Again', 'sameCriteria', 'AdWords']]],
  [
    'the same in another order and case',
    [fromGoogle, same('Again', fromGoogle, { searchEngines: ['bing', 'Google'], keywords: ['BLUE', 'red'] })],
    [['Again', 'sameCriteria', 'Google']],
  ],
  ['the same but for one field', [fromGoogle, same('Again', fromGoogle, { addresses: ['10.*'] })], []],
  [
    'the same conditions',
    [same('GB', anyone, { conditions: isGb }), same('Again', anyone, { conditions: isGb })],
    [['Again', 'sameCriteria', 'GB']],
  ],
  ['a shadow one before does not block', [{ ...adWords, shadow: true }, same('Live', adWords)], []],
])('S-014 unreachable alerts: %s', (_rule, alerts, unreachable) => {
  const found = findUnreachableAlerts(alerts);
  expect(
    found.map(({ alertId, reason, blockedByName }) => [
      alerts.find(({ id }) => id === alertId)?.name,
      reason,
      blockedByName,
    ]),
  ).toEqual(unreachable);
});
