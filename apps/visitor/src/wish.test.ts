import { expect, test } from 'vitest';
import { type Wish, whosOnWish, wishOf } from './wish.ts';

test.each<[what: string, given: unknown, expected: Wish]>([
  [
    'a department and skills',
    { department: 'Sales', skills: ['French', 'Lamps'] },
    { department: 'Sales', skills: ['French', 'Lamps'] },
  ],
  ['skills as one text', { skills: 'French, Lamps,,' }, { skills: ['French', 'Lamps'] }],
  ['an empty department takes it back', { department: '' }, { department: '' }],
  ['what is no text is left out', { department: {}, skills: [7, null, 'French'] }, { skills: ['French'] }],
  ['nothing', undefined, {}],
  ['long names are cut', { department: 'x'.repeat(100) }, { department: 'x'.repeat(80) }],
  [
    'at most twenty skills',
    { skills: Array.from({ length: 30 }, (_, index) => `s${index}`) },
    { skills: Array.from({ length: 20 }, (_, index) => `s${index}`) },
  ],
])('W-106 %s', (_what, given, expected) => {
  expect(wishOf(given)).toEqual(expected);
});

test('W-106 page variables of WhosOn', () => {
  expect(whosOnWish({ sWODepartment: 'Sales', sWOSkillNames: 'French,Lamps' })).toEqual({
    department: 'Sales',
    skills: ['French', 'Lamps'],
  });
  expect(whosOnWish({ sWODepartment: '', sWOSkillNames: '' })).toEqual({});
});
