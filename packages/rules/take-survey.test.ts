import { expect, test } from 'vitest';
import { takeSurvey } from './take-survey.ts';
import { staff, start, visit } from './test-fixtures.ts';
import type { Visit } from './visit.ts';

const event = {
  type: 'survey.answered',
  at: start,
  siteId: 's',
  visitorId: 'v',
  staff,
  ids: { visit: '', pageView: '', invitation: '' },
  answers: { size: 'L' },
  isNew: false,
  department: null,
  skill: null,
} as const;
const before: Visit['chatWish'] = { department: 'Sales', skill: 'French', survey: { size: 'S', topic: 'Delivery' } };

test.each<[rule: string, wish: Visit['chatWish'], change: Partial<typeof event>, after: Visit['chatWish']]>([
  ['the first answers', null, {}, { department: null, skill: null, survey: { size: 'L' } }],
  ['further answers', before, {}, { ...before, survey: { size: 'L', topic: 'Delivery' } } as Visit['chatWish']],
  [
    'a new chat begins anew',
    before,
    { isNew: true as never },
    { ...before, survey: { size: 'L' } } as Visit['chatWish'],
  ],
  [
    'what is chosen takes the place of what was asked for',
    before,
    { department: 'Support' as never },
    { department: 'Support', skill: 'French', survey: { size: 'L', topic: 'Delivery' } },
  ],
])('rules.md section 8, survey.answer: %s', (_rule, chatWish, change, after) => {
  expect(takeSurvey({ ...visit, chatWish }, { ...event, ...change }).chatWish).toEqual(after);
});
