import type { ExperimentComparison, ExperimentResults } from '@foyer/protocol/experiment';
import i18next from 'i18next';
import { expect, test } from 'vitest';
import { describeDifference } from './describe-difference.ts';
import { experimentTexts } from './texts.ts';

const i18n = i18next.createInstance();
await i18n.init({
  lng: 'en',
  resources: { en: { experiments: experimentTexts } },
  interpolation: { escapeValue: false },
});
const t = i18n.getFixedT('en', 'experiments');

const groupOf = (group: string, converted: number) => ({
  group,
  name: group,
  share: 0.5,
  exposed: 900,
  completed: 800,
  converted,
  revenue: 0,
});
const say = (
  measure: ExperimentResults['measure'],
  verdict: ExperimentComparison['verdict'],
  difference: ExperimentComparison['difference'],
) =>
  describeDifference(
    { group: 'bell', against: 'invite', difference, verdict },
    { measure, groups: [groupOf('invite', 7), groupOf('bell', 12)], needed: 30 },
    'GBP',
    t,
  );

test.each<[said: string, args: Parameters<typeof say>]>([
  ['Better by 1.2 points to 3.4 points.', ['rate', 'better', { estimate: 0.02, low: 0.012, high: 0.0341 }]],
  ['Worse by 0.5 points to 2 points.', ['rate', 'worse', { estimate: -0.01, low: -0.02, high: -0.005 }]],
  [
    'Too early to tell: between 0.4 points worse and 2.1 points better.',
    ['rate', 'open', { estimate: 0.01, low: -0.004, high: 0.021 }],
  ],
  ['Better by £0.12 to £4.00.', ['revenuePerVisitor', 'better', { estimate: 100, low: 12.4, high: 400 }]],
  ['Too early to tell: 19 of the 60 that a comparison needs, both groups together.', ['rate', 'tooFew', null]],
  [
    'Too early to tell: 12 and 7 buyers, of the 30 that each group needs. With fewer, a single large order decides.',
    ['revenuePerVisitor', 'tooFew', null],
  ],
])('B-307 %s', (said, args) => {
  expect(say(...args)).toBe(said);
});
