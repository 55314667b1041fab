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
  [
    'the same and one more criterion: fewer visits, all of them taken',
    [fromGoogle, same('Again', fromGoogle, { addresses: ['10.*'] })],
    [['Again', 'sameCriteria', 'Google']],
  ],
  ['the other way round some are left', [same('Narrow', fromGoogle, { addresses: ['10.*'] }), fromGoogle], []],
  [
    'pages that an earlier pattern covers',
    [adWords, same('Spring', adWords, { entryPages: ['spring*source=adwords'] })],
    [['Spring', 'sameCriteria', 'AdWords']],
  ],
  ['pages that only meet it in part', [adWords, same('Spring', adWords, { entryPages: ['spring*'] })], []],
  [
    'words among more words, networks within networks',
    [
      same('Wide', anyone, { keywords: ['shoes'], addresses: ['10.0.0.0/8'] }),
      same('Narrow', anyone, { keywords: ['red shoes', 'blue shoes'], addresses: ['10.1.0.0/16', '10.2.3.4'] }),
    ],
    [['Narrow', 'sameCriteria', 'Wide']],
  ],
  [
    'conditions that say more',
    [
      same('Some', anyone, { conditions: { all: [{ variable: 'visitor.visitNumber', operator: '>', value: 2 }] } }),
      same('Many', anyone, {
        conditions: { all: [{ variable: 'visitor.visitNumber', operator: '>=', value: 5 }, ...isGb.all] },
      }),
    ],
    [['Many', 'sameCriteria', 'Some']],
  ],
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
