/** S-037: conditions built in the browser, tried on a visit, and what they lead to. */
import { prospectRuleSchema } from '@foyer/protocol/prospect-rule';
import { type Page, expect as promptly, test } from '@playwright/test';
import { z } from 'zod';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

const expect = promptly.configure({ timeout: 15_000 });

let foyer: Installation;
let site: Awaited<ReturnType<typeof openEmptySite>>;
let form: Page;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.beforeEach(async ({ browser }, { title }) => {
  site = await openEmptySite(browser, foyer, title.slice(0, 60));
  form = site.console;
  await openEditor(form);
});
test.afterEach(async () => site?.close());
test.afterAll(async () => foyer?.stop());

async function openEditor(console_: Page): Promise<void> {
  await console_.goto(`${foyer.operatorUrl}/console/settings/prospects/new`);
  await console_.getByLabel('Name').fill('Serious');
}

const groupOf = (name: string) => form.getByRole('group', { name, exact: true });
const valueIn = (condition: string) => groupOf(condition).getByLabel('Compare with');
const words = () => form.locator('p').filter({ hasText: /^In words/ });

/** Adds a condition by the keyboard alone: the focus is on what to look at, and typing finds it. */
async function add(group: string, variable: string): Promise<void> {
  await groupOf(group).getByRole('button', { name: 'Add condition' }).last().press('Enter');
  await choose(variable);
}

/** Adds a group with a first condition. */
async function addGroup(group: string, variable = 'City'): Promise<void> {
  await groupOf(group).getByRole('button', { name: 'Add group' }).last().press('Enter');
  await choose(variable);
}

async function choose(variable: string): Promise<void> {
  await expect(form.locator(':focus')).toHaveAttribute('aria-label', 'What to look at');
  await form.keyboard.type(variable);
  await form.keyboard.press('Enter');
}

async function begin(variable: string): Promise<void> {
  await form.getByRole('button', { name: 'Add condition' }).press('Enter');
  await choose(variable);
}

async function pick(name: string, item: string): Promise<void> {
  await form.getByRole('button', { name: `Change ${name}`, exact: true }).click();
  await form
    .getByRole('menu', { name: `Change ${name}`, exact: true })
    .getByRole('menuitem', { name: item })
    .click();
}

const stored = async () => {
  const rules = z.object({ items: z.array(prospectRuleSchema) });
  return (await site.api.call('GET', `/sites/${site.siteId}/prospect-rules`, rules)).items[0]?.conditions;
};

test('S-037 nested groups are built, read back, tried on a visit, saved, and judge the visitors', async () => {
  const visitor = await site.visit('/about.htm');
  await begin('Pages viewed in this visit');
  await valueIn('Condition 1').fill('2');
  await addGroup('Conditions', 'Query field');
  await groupOf('Condition 2.1').getByLabel('Name of the query field').fill('source');
  await valueIn('Condition 2.1').fill('mail');
  await add('Group 2', 'Customer');
  await expect(words()).toContainText(
    'Pages viewed in this visit must be 2 or more, and (Query field “source” must be “mail”, or Customer must be yes).',
  );

  await form.getByLabel('Try on a visit').click();
  await form.getByRole('option', { name: /about\.htm/ }).click();
  await expect(groupOf('Condition 1')).toContainText('Seen: 1');
  await expect(groupOf('Condition 1')).toContainText('Not met');
  await expect(groupOf('Condition 2.1')).toContainText('Not known: this visit has none.');
  await expect(groupOf('Condition 2.2')).toContainText('Seen: no');
  await expect(form.getByText('The rule is not true for this visit.')).toBeVisible();
  // What is edited is judged anew.
  await valueIn('Condition 1').fill('1');
  await expect(groupOf('Condition 1')).toContainText('Met');
  await valueIn('Condition 1').fill('2');

  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('link', { name: 'Edit Serious' })).toBeVisible();
  expect(await stored()).toEqual({
    all: [
      { variable: 'visit.pages', operator: '>=', value: 2 },
      {
        any: [
          { variable: 'page.query', name: 'source', operator: 'equals', value: 'mail' },
          { variable: 'visitor.isCustomer', operator: 'isTrue' },
        ],
      },
    ],
  });
  await visitor.goto(`${site.hostUrl}/sales.htm?source=mail`);
  await form.goto(`${foyer.operatorUrl}/console/visitors`);
  const row = form.getByRole('row').filter({ hasText: '/sales.htm' });
  await expect(row.getByRole('img', { name: 'New prospect: Serious' })).toBeVisible();
});

test('conditions move, are doubled, wrapped, and come back after they were deleted, by the keyboard', async () => {
  await begin('City');
  await valueIn('Condition 1').fill('Leeds');
  await add('Conditions', 'Browser');
  await valueIn('Condition 2').fill('Firefox');
  await form.keyboard.press('Escape');
  const city = 'City must be “Leeds”';
  const browser = 'Browser must be “Firefox”';
  await expect(words()).toContainText(`${city}, and ${browser}.`);
  await form.keyboard.press('Alt+ArrowUp');
  await expect(words()).toContainText(`${browser}, and ${city}.`);
  await expect(form.getByText('Moved. It is now 1.')).toBeAttached();
  await expect(form.getByRole('button', { name: 'Change Condition 1', exact: true })).toBeFocused();
  await pick('Condition 1', 'Duplicate');
  await expect(words()).toContainText(`${browser}, and ${browser}, and ${city}.`);
  await pick('Condition 2', 'Wrap in a group');
  await expect(groupOf('Group 2')).toBeVisible();
  await pick('Condition 3', 'Move up');
  await expect(words()).toContainText(`${browser}, and (${browser}, or ${city}).`);
  await pick('Group 2', 'Delete');
  await expect(words()).toContainText(`${browser}.`);
  await form.getByRole('button', { name: 'Undo' }).click();
  await expect(words()).toContainText(`${browser}, and (${browser}, or ${city}).`);
});

test('values are put in as their types ask', async () => {
  await begin('Country');
  await valueIn('Condition 1').click();
  await form.keyboard.type('germ');
  await form.keyboard.press('Enter');
  await add('Conditions', 'Revenue of this visit');
  await valueIn('Condition 2').fill('25.5');
  await add('Conditions', 'Weekday');
  await groupOf('Condition 3').getByText('Sat', { exact: true }).click();
  await add('Conditions', 'Prospect types');
  await valueIn('Condition 4').click();
  await form.keyboard.type('Keen');
  await form.keyboard.press('Enter');
  await form.keyboard.press('Escape');
  await add('Conditions', 'Date');
  await groupOf('Condition 5').getByLabel('From', { exact: true }).fill('2026-03-01');
  await groupOf('Condition 5').getByLabel('To', { exact: true }).fill('2026-03-31');
  await expect(words()).toContainText(
    'Country must be one of Germany, and Revenue of this visit must be £25.50 or more, and Weekday must be one of Saturday, and Prospect types must include one of Keen, and Date must be between 1 Mar 2026 and 31 Mar 2026.',
  );
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('link', { name: 'Edit Serious' })).toBeVisible();
  expect(await stored()).toEqual({
    all: [
      { variable: 'place.country', operator: 'isOneOf', value: ['DE'] },
      { variable: 'visit.revenue', operator: '>=', value: 25.5 },
      { variable: 'time.weekday', operator: 'isOneOf', value: ['saturday'] },
      { variable: 'visitor.prospectTypes', operator: 'includesAny', value: ['Keen'] },
      { variable: 'time.date', operator: 'between', value: ['2026-03-01', '2026-03-31'] },
    ],
  });
});

test('departments, skills, tags and wrap-ups are offered, and those that are gone pointed out', async () => {
  const { api, siteId } = site;
  await api.call('POST', `/sites/${siteId}/departments`, z.unknown(), { name: 'Sales' });
  await api.call('POST', `/sites/${siteId}/skills`, z.unknown(), { name: 'French' });
  await api.call('POST', `/sites/${siteId}/tags`, z.unknown(), { name: 'refund' });
  await api.call('POST', `/sites/${siteId}/tags`, z.unknown(), { name: 'old', archived: true });
  const options = [{ id: crypto.randomUUID(), label: 'Sold' }];
  await api.call('PUT', `/sites/${siteId}/wrap-up`, z.unknown(), { options, version: 0 });
  await openEditor(form);
  const variables = ['Department', 'Skill', 'Tags', 'Last wrap-up'];
  for (const [index, variable] of variables.entries()) {
    if (index === 0) await begin(variable);
    else await add('Conditions', variable);
    const condition = `Condition ${index + 1}`;
    await groupOf(condition).getByLabel('How to compare').click();
    await form.getByRole('option', { name: index === 2 ? 'includes' : 'is', exact: true }).click();
    await valueIn(condition).click();
    const offered = form.getByRole('listbox', { name: 'Compare with' }).getByRole('option');
    await expect(offered).toHaveText([['Sales', 'French', 'refund', 'Sold'][index] ?? '']);
    await offered.click();
  }
  await expect(form.getByText('(any more)')).toHaveCount(0);
  await valueIn('Condition 1').fill('Support');
  await expect(groupOf('Condition 1').getByText('This site has no department “Support” (any more).')).toBeVisible();
  // No longer offered, yet chats have it.
  await valueIn('Condition 3').fill('old');
  await valueIn('Condition 4').fill('Lost');
  await expect(groupOf('Condition 4').getByText('No wrap-up of this site is called “Lost” (any more).')).toBeVisible();
  await expect(groupOf('Condition 3').getByText('(any more)')).toHaveCount(0);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByRole('link', { name: 'Edit Serious' })).toBeVisible();
  expect(await stored()).toMatchObject({
    all: [{ value: 'Support' }, { value: 'French' }, { value: 'old' }, { value: 'Lost' }],
  });
});

test('what is wrong is told at the condition that it is of, goes with it when it moves, and away when it is mended', async () => {
  await begin('Page title');
  await groupOf('Condition 1').getByLabel('How to compare').click();
  await form.getByRole('option', { name: 'matches the expression' }).click();
  await valueIn('Condition 1').fill('(');
  await add('Conditions', 'Custom variable');
  await form.getByRole('button', { name: 'Save' }).click();
  // First what is missing.
  await expect(groupOf('Condition 2').getByText('needs a name')).toBeVisible();
  await expect(groupOf('Condition 2').getByText('needs a value to compare with')).toBeVisible();
  await groupOf('Condition 2').getByLabel('Name of the variable').fill('plan');
  await valueIn('Condition 2').fill('pro');
  await expect(groupOf('Condition 2').getByText('needs')).toHaveCount(0);
  await form.getByRole('button', { name: 'Save' }).click();
  // Then what can't be run.
  const fault = 'is not an expression that can be matched in linear time';
  await expect(groupOf('Condition 1').getByText(fault)).toBeVisible();
  await expect(valueIn('Condition 1')).toHaveValue('(');
  await pick('Condition 1', 'Move down');
  await expect(groupOf('Condition 2').getByText(fault)).toBeVisible();
  await valueIn('Condition 2').fill('^Sale');
  await expect(groupOf('Condition 2').getByText(fault)).toHaveCount(0);
});

test('the limits are said in words', async () => {
  await begin('City');
  for (const group of ['Conditions', 'Group 2', 'Group 2.2', 'Group 2.2.2']) await addGroup(group);
  const innermost = groupOf('Group 2.2.2.2');
  await expect(innermost.getByText('That is the limit: groups can be nested 5 deep.')).toBeVisible();
  await expect(innermost.getByRole('button', { name: 'Add group' })).toBeDisabled();
  await innermost.getByRole('button', { name: 'Change Condition 2.2.2.2.1', exact: true }).click();
  await expect(form.getByRole('menuitem', { name: 'Wrap in a group' })).toBeDisabled();
});

test('axe finds nothing serious or critical, and nothing is cut off', async () => {
  await site.visit('/about.htm');
  form = await site.openConsole('');
  await openEditor(form);
  await begin('Country');
  await addGroup('Conditions', 'Visit number');
  await add('Group 2', 'Weekday');
  await form.getByLabel('Try on a visit').click();
  await form.getByRole('option', { name: /about\.htm/ }).click();
  await expect(form.getByText('Conditions that are not complete yet are left out.')).toBeVisible();
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(groupOf('Condition 1').getByText('needs a value')).toBeVisible();
  await expectAccessibleInEveryLook(form);
});
