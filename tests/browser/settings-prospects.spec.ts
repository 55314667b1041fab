/** S-028 to S-055: each set up in the browser as an administrator would, from an empty site to what it leads to. */
import { ruleExplanationSchema } from '@foyer/protocol/explanation';
import { inviteSchema } from '@foyer/protocol/invite';
import { notificationsSchema, savedNotificationsSchema } from '@foyer/protocol/notifications';
import { prospectRuleSchema, prospectRuleStatisticsSchema } from '@foyer/protocol/prospect-rule';
import { type LiveVisit, liveVisitSchema } from '@foyer/protocol/visit';
import { type Page, expect as promptly, test } from '@playwright/test';
import { z } from 'zod';
import { expectAccessibleInEveryLook } from './accessible.ts';
import { openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

type Site = Awaited<ReturnType<typeof openEmptySite>>;

const expect = promptly.configure({ timeout: 15_000 });

let foyer: Installation;
let site: Site;
test.beforeAll(async () => {
  const clock = new URL('../support/movable-clock.mjs', import.meta.url);
  foyer = await startOneNode({ NODE_OPTIONS: `--import ${clock}` });
});
test.beforeEach(async ({ browser }, { title }) => {
  site = await openEmptySite(browser, foyer, title.slice(0, 60));
});
test.afterEach(async () => site?.close());
test.afterAll(async () => foyer?.stop());

const goTo = (path: string) => site.console.goto(`${foyer.operatorUrl}/console/${path}`);

/** Adds a prospect rule in the browser. */
async function addRule(name: string, fill: (form: Page) => Promise<void> = async () => undefined): Promise<void> {
  await goTo('settings/prospects/new');
  const form = site.console;
  await form.getByLabel('Name').fill(name);
  await fill(form);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(rowOf(name)).toBeVisible();
}

const pages = (count: number) => (form: Page) => form.getByLabel('Pages viewed, at least').fill(String(count));

const lines =
  (...texts: string[]) =>
  async (form: Page) => {
    for (const [index, text] of texts.entries()) {
      await form.getByRole('button', { name: 'Add line' }).click();
      await form.getByLabel(`Specific pages, line ${index + 1}`).fill(text);
    }
  };

const turnOn = (form: Page, action: string) => form.getByRole('switch', { name: action }).check({ force: true });

/** A rule in the list of the settings. */
const rowOf = (name: string) =>
  site.console
    .getByRole('list', { name: 'Prospect rules in order' })
    .getByRole('listitem')
    .filter({ has: site.console.getByRole('link', { name: `Edit ${name}`, exact: true }) });

const ruleNames = () =>
  site.console
    .getByRole('list', { name: 'Prospect rules in order' })
    .getByRole('link', { name: /^Edit/ })
    .allTextContents();

/** A visitor's row in the live list, by the page that they look at. */
const visitorAt = (path: string) => site.console.getByRole('row').filter({ hasText: path });

const markOf = (path: string, name: string | RegExp) => visitorAt(path).getByRole('img', { name });

/** What is known over REST of who looks at a page now. */
async function findLive(path: string): Promise<LiveVisit> {
  const list = z.object({ items: z.array(liveVisitSchema) });
  const isThere = ({ pageUrl }: LiveVisit) => new URL(pageUrl).pathname === path;
  await expect
    .poll(async () => (await site.api.call('GET', `/sites/${site.siteId}/live-visits`, list)).items.some(isThere))
    .toBe(true);
  const { items } = await site.api.call('GET', `/sites/${site.siteId}/live-visits`, list);
  const live = items.find(isThere) as LiveVisit;
  // It is seen before it is stored.
  await expect
    .poll(() => site.api.call('GET', `/sites/${site.siteId}/visits/${live.visitId}`, z.unknown()).catch(() => null))
    .not.toBeNull();
  return live;
}

/** What the one rule of the site says of a visit. */
async function explain(visitId: string) {
  const rules = z.object({ items: z.array(prospectRuleSchema) });
  const [rule] = (await site.api.call('GET', `/sites/${site.siteId}/prospect-rules`, rules)).items;
  const path = `/sites/${site.siteId}/visits/${visitId}/explanations/prospectRule/${rule?.id}`;
  return site.api.call('GET', path, ruleExplanationSchema);
}

const stateOf = async (visitId: string) => (await explain(visitId)).rule?.state;

async function countFirings(): Promise<{ visits: number; visitors: number } | undefined> {
  const path = `/sites/${site.siteId}/prospect-rules/statistics`;
  return (await site.api.call('GET', path, prospectRuleStatisticsSchema)).items[0]?.fired;
}

/** Goes away and comes back after the end of the visit. */
async function comeBack(visitor: Page, path: string): Promise<Page> {
  const { visitId } = await findLive(new URL(visitor.url()).pathname);
  const context = visitor.context();
  await visitor.close();
  const list = z.object({ items: z.array(liveVisitSchema) });
  await expect
    .poll(async () => {
      const { items } = await site.api.call('GET', `/sites/${site.siteId}/live-visits`, list);
      return items.find((visit) => visit.visitId === visitId)?.leftAt ?? null;
    })
    .not.toBeNull();
  await moveClock(visitId);
  const next = await context.newPage();
  await next.goto(`${site.hostUrl}${path}`);
  return next;
}

async function moveClock(visitId: string): Promise<void> {
  const now = async (): Promise<number> => (await explain(visitId)).at;
  const before = await now();
  process.kill(foyer.servers[0]?.pid as number, 'SIGUSR2');
  // Of a visit that is over the end is told: either way the clock has moved.
  await expect.poll(async () => (await now()) - before > 60_000 || !(await explain(visitId)).live).toBe(true);
}

const addInvite = (name: string) =>
  site.api.call('POST', `/sites/${site.siteId}/invites`, inviteSchema, { name, altText: 'May we help?' });

const chooseInvite = async (form: Page, name: string) => {
  await form.getByRole('combobox', { name: 'Send an invite' }).click();
  await form.getByRole('option', { name }).click();
};

async function nameRecipients(): Promise<void> {
  const path = `/sites/${site.siteId}/notifications`;
  const { version } = await site.api.call('GET', path, notificationsSchema);
  const recipients = { emails: ['sales@shop.example'], phones: ['+447700900123'] };
  await site.api.call('PUT', path, savedNotificationsSchema, { ...recipients, version });
}

/** Reads a page again until what is written there is as expected. */
async function expectAfterReload(check: () => Promise<void>): Promise<void> {
  await expect(async () => {
    await site.console.reload();
    await check();
  }).toPass({ timeout: 15_000 });
}

const brief = promptly.configure({ timeout: 2_000 });
const sum = (counter: string) =>
  site.console
    .locator('dl > div')
    .filter({ has: site.console.getByText(counter, { exact: true }) })
    .getByRole('definition');

const flagsCustomers = async (form: Page) => {
  await lines('thanks*')(form);
  await turnOn(form, 'Flag as customer');
};

const reportRevenue = (visitor: Page, amount: string) =>
  visitor.evaluate((sent) => {
    (window as unknown as { foyer: (...command: unknown[]) => void }).foyer('revenue', { amount: sent, orderId: 'A1' });
  }, amount);

test('S-028 all true rules fire, in list order, and each is a prospect type', async () => {
  await goTo('settings/prospects');
  await expect(site.console.getByText('No prospect rules yet')).toBeVisible();
  await addRule('Looks around', pages(1));
  await addRule('Looks at sales', lines('sales*'));
  await addRule('Looks at the basket', lines('basket*'));
  await site.visit('/sales.htm');
  await goTo('visitors');
  await expect(markOf('/sales.htm', 'New prospect: Looks around, Looks at sales')).toBeVisible();
});

test('S-029 rules are edited, copied, reordered, disabled and deleted, and take effect at once', async () => {
  const console_ = site.console;
  await addRule('One', pages(1));
  await addRule('Two', pages(1));
  await rowOf('One').getByRole('link', { name: 'Edit One' }).click();
  await console_.getByLabel('Name').fill('First');
  await console_.getByRole('button', { name: 'Save' }).click();
  await rowOf('First').getByRole('button', { name: 'More for First' }).click();
  await console_.getByRole('menuitem', { name: 'Copy' }).click();
  await expect(rowOf('First copy').getByRole('switch')).not.toBeChecked();
  expect(await ruleNames()).toEqual(['First', 'First copy', 'Two']);

  await console_.getByRole('button', { name: 'Move Two' }).focus();
  await console_.keyboard.press('Space');
  await expect(
    console_.getByText('Two is now number 3 of 3.').or(console_.getByText(/Two is picked up/)),
  ).toBeAttached();
  await console_.keyboard.press('ArrowUp');
  await expect(console_.getByText('Two is now number 2 of 3.')).toBeAttached();
  await console_.keyboard.press('Space');
  await expect.poll(ruleNames).toEqual(['First', 'Two', 'First copy']);

  // The row that was put down still glides to its place.
  await expect(() =>
    rowOf('Two').getByRole('switch', { name: 'Two enabled' }).setChecked(false, { force: true, timeout: 1000 }),
  ).toPass();
  await rowOf('First copy').getByRole('button', { name: 'More for First copy' }).click();
  await console_.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(rowOf('First copy')).toBeHidden();
  await console_.getByRole('button', { name: 'Undo' }).click();
  await expect(rowOf('First copy')).toBeVisible();
  await console_.reload();
  await expect.poll(ruleNames).toEqual(['First', 'Two', 'First copy']);
  await expect(rowOf('Two').getByRole('switch')).not.toBeChecked();

  await site.visit('/a.htm');
  await goTo('visitors');
  await expect(markOf('/a.htm', 'New prospect: First')).toBeVisible();
});

test('S-030 what visitors look at tells who they are', async () => {
  await addRule('Wants prices', lines('prices/*'));
  await site.visit('/about.htm');
  await site.visit('/prices/shoes');
  await goTo('visitors');
  await expect(markOf('/prices/shoes', 'New prospect: Wants prices')).toBeVisible();
  await expect(visitorAt('/about.htm')).toBeVisible();
  await expect(markOf('/about.htm', /prospect/i)).toHaveCount(0);
});

test('S-031 prospects feed the lists and the totals', async () => {
  await addRule('Serious', pages(1));
  await goTo('prospects');
  await expect(site.console.getByText('No prospects in these days')).toBeVisible();
  await site.visit('/a.htm');
  await expectAfterReload(() => brief(sum('Prospect visits')).toHaveText('1'));
  await expect(sum('New prospects')).toHaveText('1');
  const row = site.console.getByRole('row').filter({ hasText: 'Serious' });
  await expect(row).toContainText('New prospect');
  await goTo('settings/prospects');
  await expect(rowOf('Serious')).toContainText('Last 30 days: 1 visit by 1 visitor.');
});

test('S-032 a prospect rule sends an invite', async () => {
  await addInvite('Need help?');
  await addRule('Serious', async (form) => {
    await pages(2)(form);
    await chooseInvite(form, 'Need help?');
  });
  await expect(rowOf('Serious')).toContainText('sends the invite “Need help?”');
  const visitor = await site.visit('/a.htm');
  await findLive('/a.htm');
  await expect(visitor.getByRole('button', { name: 'May we help?' })).toBeHidden();
  await visitor.goto(`${site.hostUrl}/b.htm`);
  await expect(visitor.getByRole('button', { name: 'May we help?' })).toBeVisible();
});

test('S-033 checking starts at a visit number', async () => {
  await addRule('Comes back', (form) => form.getByLabel('Start checking at visit').fill('2'));
  const first = await site.visit('/first.htm');
  expect(await stateOf((await findLive('/first.htm')).visitId)).toBe('blocked');
  await comeBack(first, '/again.htm');
  await goTo('visitors');
  await expect(markOf('/again.htm', 'New prospect: Comes back')).toBeVisible();
});

test('S-034 so many pages viewed', async () => {
  await addRule('Three pages', pages(3));
  const visitor = await site.visit('/one.htm');
  await visitor.goto(`${site.hostUrl}/two.htm`);
  const { visitId } = await findLive('/two.htm');
  expect(await stateOf(visitId)).toBe('blocked');
  await visitor.goto(`${site.hostUrl}/three.htm`);
  await goTo('visitors');
  await expect(markOf('/three.htm', 'New prospect: Three pages')).toBeVisible();
});

test('S-035 or so many minutes viewing, at that instant, while the visitor reads on', async () => {
  await addRule('Reads', async (form) => {
    await pages(50)(form);
    await form.getByLabel('Minutes viewing, at least').fill('0.03');
  });
  await goTo('visitors');
  await site.visit('/long.htm');
  await expect(markOf('/long.htm', 'New prospect: Reads')).toBeVisible();
});

test('S-036 and every line of the specific pages', async () => {
  await addRule('Both', lines('sales.htm', 'basket.htm'));
  const visitor = await site.visit('/sales.htm');
  expect(await stateOf((await findLive('/sales.htm')).visitId)).toBe('blocked');
  await visitor.goto(`${site.hostUrl}/basket.htm`);
  await goTo('visitors');
  await expect(markOf('/basket.htm', 'New prospect: Both')).toBeVisible();
});

test('S-038 once per unique visitor: not again in a later visit', async () => {
  await addRule('Once', pages(1));
  const first = await site.visit('/a.htm');
  await expect.poll(countFirings).toEqual({ visits: 1, visitors: 1 });
  await comeBack(first, '/b.htm');
  const { visitId, visitNumber } = await findLive('/b.htm');
  expect([visitNumber, await stateOf(visitId)]).toEqual([2, 'spent']);
});

test('S-039 once per visit: again in a later one, and not twice in one', async () => {
  await addRule('Each visit', async (form) => {
    await pages(1)(form);
    await form.getByRole('radio', { name: 'Once per visit' }).check();
  });
  const first = await site.visit('/a.htm');
  await first.goto(`${site.hostUrl}/b.htm`);
  const { visitId } = await findLive('/b.htm');
  await expect.poll(async () => (await explain(visitId)).recorded.length).toBe(1);
  await comeBack(first, '/c.htm');
  await expect.poll(countFirings).toEqual({ visits: 2, visitors: 1 });
});

test('S-040 every time the conditions are met', async () => {
  await addRule('Every page', async (form) => {
    await pages(1)(form);
    await form.getByRole('radio', { name: 'Every time the conditions are met' }).check();
  });
  const visitor = await site.visit('/a.htm');
  await findLive('/a.htm');
  await visitor.goto(`${site.hostUrl}/b.htm`);
  const { visitId } = await findLive('/b.htm');
  await goTo(`visitors/${visitId}`);
  await site.console.getByRole('tab', { name: 'Why' }).click();
  await expect(site.console.getByText('2 times in this visit', { exact: false })).toBeVisible();
});

test('S-041 specific pages with wildcards, tried on an address while they are typed', async () => {
  await addRule('Support', async (form) => {
    await lines('support/*.*')(form);
    const tester = form.getByLabel('Does this address match?');
    await tester.fill('https://shop.example/help/a.htm');
    await expect(form.getByRole('img', { name: 'Does not match' })).toBeVisible();
    await tester.fill('https://shop.example/support/a/b?c=1');
    await expect(form.getByRole('img', { name: 'Matches' })).toBeVisible();
  });
  await site.visit('/support/a/b?c=1');
  await goTo('visitors');
  await expect(markOf('/support/a/b', 'New prospect: Support')).toBeVisible();
});

test('S-042 OR inside a line', async () => {
  await addRule('Either', lines('sales.htm OR products.htm'));
  await site.visit('/about.htm');
  await site.visit('/products.htm');
  await goTo('visitors');
  await expect(markOf('/products.htm', 'New prospect: Either')).toBeVisible();
  await expect(markOf('/about.htm', /prospect/i)).toHaveCount(0);
});

test('S-043 everything may accumulate over several visits', async () => {
  await addRule('In all', async (form) => {
    await pages(3)(form);
    await lines('sales.htm', 'basket.htm')(form);
  });
  const first = await site.visit('/a.htm');
  await first.goto(`${site.hostUrl}/sales.htm`);
  await comeBack(first, '/basket.htm');
  await goTo('visitors');
  await expect(markOf('/basket.htm', 'New prospect: In all')).toBeVisible();
});

test('S-044 an invite must exist before a rule can send it', async () => {
  await goTo('settings/prospects/new');
  const form = site.console;
  await expect(form.getByText('There is no invite yet.')).toBeVisible();
  await expect(form.getByRole('combobox', { name: 'Send an invite' })).toBeDisabled();
  await expect(form.getByRole('link', { name: 'Make one' })).toHaveAttribute('href', /\/settings\/invites\/new$/);
  const gone = await addInvite('Gone soon');
  await addInvite('Need help?');
  await addRule('Serious', async () => {
    await pages(1)(form);
    await chooseInvite(form, 'Gone soon');
    // Gone before the rule is saved: refused beside the field.
    await site.api.call('DELETE', `/sites/${site.siteId}/invites/${gone.id}?version=1`, z.null());
    await form.getByRole('button', { name: 'Save' }).click();
    await expect(form.getByText('is no invite of this site')).toBeVisible();
    await expect(form.getByLabel('Name')).toHaveValue('Serious');
    await chooseInvite(form, 'Need help?');
  });
  const visitor = await site.visit('/a.htm');
  await expect(visitor.getByRole('button', { name: 'May we help?' })).toBeVisible();
});

test('S-045 a pop-up on every operator’s screen', async () => {
  await addRule('Serious', async (form) => {
    await pages(1)(form);
    await turnOn(form, 'Pop-up to all operators');
  });
  const other = await site.openConsole('chats');
  await site.visit('/a.htm');
  for (const console_ of [site.console, other])
    await expect(console_.getByRole('article', { name: /Serious/ })).toBeVisible();
});

test('S-046 an e-mail to the recipients of the notifications', async () => {
  await goTo('settings/prospects/new');
  await turnOn(site.console, 'E-mail');
  await expect(site.console.getByText('Nobody is named to be told yet.', { exact: false })).toBeVisible();
  await site.console.getByRole('button', { name: 'Cancel' }).click();
  await site.console.getByRole('button', { name: 'Leave without saving' }).click();
  await nameRecipients();
  await addRule('Serious', async (form) => {
    await pages(1)(form);
    await turnOn(form, 'E-mail');
    await expect(form.getByText('Goes to sales@shop.example.', { exact: false })).toBeVisible();
  });
  await site.visit('/a.htm');
  await goTo('settings/outbox');
  await expect(site.console.getByRole('row').filter({ hasText: 'sales@shop.example' })).toContainText('Serious');
});

test('S-047 an SMS to the recipients of the notifications', async () => {
  await nameRecipients();
  await addRule('Serious', async (form) => {
    await pages(1)(form);
    await turnOn(form, 'SMS');
    await expect(form.getByText('Goes to +447700900123.', { exact: false })).toBeVisible();
  });
  await site.visit('/a.htm');
  await goTo('settings/outbox');
  await expect(site.console.getByRole('row').filter({ hasText: '+447700900123' })).toContainText('Serious');
});

test('S-048 a rule flags as customer', async () => {
  await addRule('Buys', flagsCustomers);
  await expect(rowOf('Buys')).toContainText('flags them as a customer');
  await site.visit('/thanks.htm');
  await goTo('visitors');
  await expect(markOf('/thanks.htm', 'New customer')).toBeVisible();
});

test('S-049 the first referrer’s customer count goes up by one', async () => {
  await addRule('Buys', flagsCustomers);
  const visitor = await site.visit('/', { referer: 'https://www.google.com/' });
  await findLive('/');
  await visitor.goto(`${site.hostUrl}/thanks.htm`, { referer: 'https://news.example/' });
  await goTo('customers');
  await expectAfterReload(async () => {
    await site.console.getByText('What first referrers have brought').first().click({ timeout: 2_000 });
    const row = site.console.getByRole('row').filter({ hasText: 'www.google.com' }).first();
    await brief(row.getByRole('cell')).toHaveText(['1', '1', '1', '£0.00']);
  });
});

test('S-050 the new customers of the day go up by one for each', async () => {
  await addRule('Buys', flagsCustomers);
  await site.visit('/thanks.htm');
  await goTo('customers');
  await expectAfterReload(() => brief(sum('New customers')).toHaveText('1'));
  await site.visit('/thanks.htm?b=2');
  await expectAfterReload(() => brief(sum('New customers')).toHaveText('2'));
});

test('S-051 once a customer, always a customer', async () => {
  await addRule('Buys', flagsCustomers);
  const first = await site.visit('/thanks.htm');
  await goTo('visitors');
  await expect(markOf('/thanks.htm', 'New customer')).toBeVisible();
  await comeBack(first, '/about.htm');
  await expect(markOf('/about.htm', 'Customer')).toBeVisible();
  await expect(markOf('/about.htm', 'New customer')).toHaveCount(0);
});

test('S-052 the icon changes in the open list, in the middle of a visit', async () => {
  await addRule('Buys', flagsCustomers);
  await goTo('visitors');
  const visitor = await site.visit('/basket.htm');
  await expect(visitorAt('/basket.htm')).toBeVisible();
  await expect(markOf('/basket.htm', /customer/i)).toHaveCount(0);
  await visitor.goto(`${site.hostUrl}/thanks.htm`);
  await expect(markOf('/thanks.htm', 'New customer')).toBeVisible();
});

test('S-053 the visit joins the customer list, by date', async () => {
  await addRule('Buys', flagsCustomers);
  await site.visit('/thanks.htm');
  await goTo('customers');
  const table = site.console.getByRole('table', { name: 'Visits of customers' });
  await expectAfterReload(() => brief(table.getByRole('row')).toHaveCount(2));
  await table.getByRole('link').first().click();
  await expect(site.console.getByRole('complementary', { name: 'Visit' })).toContainText('New customer');
  await goTo('customers?from=2020-01-01&to=2020-01-31');
  await expect(site.console.getByText('No customers in these days')).toBeVisible();
});

test('S-054 revenue stands on the visit', async () => {
  await addRule('Buys', flagsCustomers);
  const visitor = await site.visit('/thanks.htm');
  await reportRevenue(visitor, '25.00');
  await goTo('customers');
  const row = site.console.getByRole('table', { name: 'Visits of customers' }).getByRole('row').nth(1);
  await expectAfterReload(() => brief(row).toContainText('£25.00'));
});

test('S-055 revenue and customers stand in the day totals', async () => {
  await addRule('Buys', flagsCustomers);
  const visitor = await site.visit('/thanks.htm');
  await reportRevenue(visitor, '12.50');
  await goTo('customers');
  await expectAfterReload(() => brief(sum('Revenue')).toHaveText('£12.50'));
  await expect(sum('Customer visits')).toHaveText('1');
  await expect(sum('New customers')).toHaveText('1');
});

test('wrong input is refused beside the field, in words, and what was typed stays', async () => {
  const form = site.console;
  await goTo('settings/prospects/new');
  await lines('re:(', 'fine.htm')(form);
  await form.getByLabel('Start checking at visit').fill('0');
  await form.getByRole('button', { name: 'Save' }).click();
  for (const label of ['Name', 'Start checking at visit'])
    await expect(form.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('Name').fill('Serious');
  await form.getByLabel('Start checking at visit').fill('1');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByLabel('Specific pages, line 1')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('Specific pages, line 2')).not.toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByText('not an expression that can be matched in linear time')).toBeVisible();
  await expect(form.getByLabel('Specific pages, line 1')).toHaveValue('re:(');
  // Leaving asks first.
  await form.getByRole('button', { name: 'Cancel' }).click();
  await expect(form.getByRole('dialog', { name: 'Leave without saving?' })).toBeVisible();
  await form.getByRole('button', { name: 'Stay' }).click();
  await expect(form.getByLabel('Specific pages, line 1')).toHaveValue('re:(');
});

test('axe finds nothing serious or critical, and nothing is cut off', async () => {
  await addRule('Buys', flagsCustomers);
  const visitor = await site.visit('/thanks.htm');
  await reportRevenue(visitor, '12.50');
  const console_ = await site.openConsole('');
  const [id] = (
    await site.api.call('GET', `/sites/${site.siteId}/prospect-rules`, z.object({ items: z.array(prospectRuleSchema) }))
  ).items.map((rule) => rule.id);
  for (const path of ['settings/prospects', `settings/prospects/${id}`, 'customers', 'prospects']) {
    await console_.goto(`${foyer.operatorUrl}/console/${path}`);
    await expect(console_.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(console_.getByText('Buys').first()).toBeVisible();
    await expectAccessibleInEveryLook(console_, path);
  }
});
