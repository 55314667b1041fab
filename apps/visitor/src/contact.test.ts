import { expect, test } from 'vitest';
import { contactDetails, variables, whosOnContact } from './contact.ts';

test('identify: four fields, cut to what the wire takes, nothing else', () => {
  expect(
    contactDetails({ name: 'Ann', email: 'a@x.example', company: 'X Ltd', phone: 123, password: 'secret' }),
  ).toEqual({
    name: 'Ann',
    email: 'a@x.example',
    company: 'X Ltd',
    phone: '123',
  });
  expect(contactDetails({ phone: '1'.repeat(60) })).toEqual({ phone: '1'.repeat(50) });
  expect(contactDetails({ name: { toString: () => 'x' }, email: null, company: undefined })).toEqual({});
});

test.each([null, undefined, 'Ann', 7, () => 1])('identify: anything but an object says nothing (%s)', (given) => {
  expect(contactDetails(given)).toEqual({});
});

test('set: variables with names the wire refuses are left out, values are text', () => {
  expect(variables({ plan: 'pro', 'basket.total': 42, vip: true, 'a b': 'x', '': 'y', list: [1] })).toEqual({
    plan: 'pro',
    'basket.total': '42',
    vip: 'true',
  });
});

test('what a page put into Object.prototype is not contact data', () => {
  const polluted = Object.create({ name: 'Mallory', sWOName: 'Mallory' });
  expect(contactDetails(polluted)).toEqual({});
  expect(whosOnContact(polluted)).toEqual({});
});

test("WhosOn's page variables are read; empty ones say nothing", () => {
  expect(whosOnContact({ sWOName: 'Ann', sWOEmail: '', sWOCompany: 'X Ltd', sWOTelephone: '0123' })).toEqual({
    name: 'Ann',
    company: 'X Ltd',
    phone: '0123',
  });
});
