import { expect, test } from 'vitest';
import { type Campaign, readCampaign } from './read-campaign.ts';

const none: Campaign = { source: null, medium: null, campaign: null, term: null, content: null };

test.each<[rule: string, pageUrl: string, expected: Partial<Campaign>]>([
  ['no parameter: no campaign', 'https://shop.test/', {}],
  [
    'each field from its own parameter',
    'https://shop.test/?utm_source=s&utm_medium=m&utm_campaign=c&utm_term=t&utm_content=o',
    { source: 's', medium: 'm', campaign: 'c', term: 't', content: 'o' },
  ],
  ['plus and percent signs are decoded', 'https://shop.test/?utm_term=red+sh%C3%B6es', { term: 'red shöes' }],
  ['a bad escape stays as it is', 'https://shop.test/?utm_source=50%', { source: '50%' }],
  ['empty is absent', 'https://shop.test/?utm_source=&utm_medium=+', {}],
  ['of a repeated one the first counts', 'https://shop.test/?utm_source=a&utm_source=b', { source: 'a' }],
  ['the fragment does not count', 'https://shop.test/#utm_source=a', {}],
  ['200 characters stay', `https://shop.test/?utm_source=${'x'.repeat(200)}`, { source: 'x'.repeat(200) }],
  ['the 201st is cut', `https://shop.test/?utm_source=${'x'.repeat(201)}`, { source: 'x'.repeat(200) }],
  ['R-081 control characters go', 'https://shop.test/?utm_source=a%00b%0Ac', { source: 'abc' }],
  ['an unreadable address has none', '/?utm_source=a', {}],
])('%s', (_rule, pageUrl, expected) => {
  expect(readCampaign(pageUrl)).toEqual({ ...none, ...expected });
});
