import { type ProspectRuleInput, prospectRuleInputSchema } from '@foyer/protocol/prospect-rule';
import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { explanationTexts } from '../explanations/texts.ts';
import { describeProspectRule } from './describe-prospect-rule.ts';
import { prospectTexts } from './texts.ts';

const texts = i18next.createInstance();
beforeAll(() =>
  texts.init({
    lng: 'en',
    ns: ['explanations', 'prospects'],
    resources: { en: { explanations: explanationTexts, prospects: prospectTexts } },
    interpolation: { escapeValue: false },
  }),
);

function sentenceOf(rule: Partial<Record<keyof ProspectRuleInput, unknown>>, inviteName: string | null = 'Need help?') {
  return describeProspectRule(
    prospectRuleInputSchema.parse({ name: 'Serious', ...rule }),
    { inviteName, currency: 'EUR' },
    texts.getFixedT('en', 'prospects'),
    texts.getFixedT('en', 'explanations'),
  );
}

const makes = 'Then it makes them a prospect of type “Serious”';
const customer = { variable: 'visitor.isCustomer', operator: 'isTrue' };

describe('S-028 a prospect rule read back in words', () => {
  test.each<[words: string, rule: Parameters<typeof sentenceOf>[0]]>([
    [`Fires once per visitor, when a visitor views any page. ${makes}.`, {}],
    [
      `Fires once per visit, when a visitor has viewed 3 pages or more. ${makes}.`,
      { minPages: 3, activation: 'oncePerVisit' },
    ],
    [
      `Fires each time, when a visitor has been viewing for 1 minute or more. ${makes}.`,
      { minMinutes: 1, activation: 'everyTime' },
    ],
    [
      `Fires once per visitor, when a visitor is on visit 2 or a later one, (has viewed 3 pages or more, or has been viewing for 4.5 minutes or more), has viewed a page that matches sales.htm or products.htm and has viewed a page that matches basket.htm. ${makes}.`,
      {
        startAfterVisits: 2,
        minPages: 3,
        minMinutes: 4.5,
        specificPages: ['sales.htm OR products.htm', 'basket.htm'],
      },
    ],
    [
      `Fires once per visitor, when a visitor meets the conditions. This must hold: Customer must be no. ${makes}.`,
      { conditions: { none: [customer] } },
    ],
    [
      `Fires once per visitor, when a visitor has viewed 1 page or more. This must hold besides: Customer must be yes. ${makes}.`,
      { minPages: 1, conditions: { all: [customer] } },
    ],
    [
      `Fires once per visitor, when a visitor views any page. ${makes}, shows a pop-up to all operators, sends the invite “Need help?”, sends an e-mail to the recipients, sends an SMS to the recipients and flags them as a customer.`,
      { actions: { popup: true, invite: 'x', email: true, sms: true, flagAsCustomer: true } },
    ],
  ])('%s', (words, rule) => expect(sentenceOf(rule)).toBe(words));

  test('an invite that is gone, and a rule without a name, are told as such', () => {
    expect(sentenceOf({ actions: { invite: 'x' } }, null)).toContain('sends the invite “An invite that is gone”');
  });
});
