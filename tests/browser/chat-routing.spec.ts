/** Routing and transfers, from the settings to the chat (W-161, W-184 to W-186). */
import { departmentSchema, skillSchema } from '@foyer/protocol/department';
import { routingSchema } from '@foyer/protocol/routing';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { askForChat } from './chats.ts';
import { type EmptySite, openEmptySite } from './empty-site.ts';
import { type Installation, startOneNode } from './installation.ts';

let foyer: Installation;
test.beforeAll(async () => {
  foyer = await startOneNode();
});
test.afterAll(async () => foyer?.stop());

interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly page: Page;
}

/** An operator of the site with the inbox on their screen. */
async function openOperator(browser: Browser, site: EmptySite, name: string): Promise<Colleague> {
  const { me } = await site.api.addOperator({ name, siteIds: [site.siteId] });
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${foyer.operatorUrl}/console/`);
  await page.getByLabel('E-mail').fill(me.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(`password of ${name}`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Visitors', level: 1 })).toBeVisible();
  await page.goto(`${foyer.operatorUrl}/console/chats`);
  await expect(page.getByRole('heading', { name: /^Pending/ })).toBeVisible();
  return { id: me.id, name, page };
}

/** A site with its operators; the administrator's own console is closed, so that no chat rings there. */
async function openSite(browser: Browser, name: string, people: readonly string[], routing: object = {}) {
  const site = await openEmptySite(browser, foyer, name);
  await site.console.goto('about:blank');
  const staff: Colleague[] = [];
  for (const person of people) staff.push(await openOperator(browser, site, person));
  const path = `/sites/${site.siteId}`;
  await site.api.call('PUT', `${path}/routing`, routingSchema, { ...routing, version: 0 });
  return {
    site,
    staff,
    addDepartment: (title: string, members: readonly Colleague[]) =>
      site.api.call('POST', `${path}/departments`, departmentSchema, {
        name: title,
        operatorIds: members.map(({ id }) => id),
      }),
    addSkill: (title: string, members: readonly Colleague[]) =>
      site.api.call('POST', `${path}/skills`, skillSchema, { name: title, operatorIds: members.map(({ id }) => id) }),
    async close() {
      for (const { page } of staff) await page.context().close();
      await site.close();
    },
  };
}

/** A visitor asks, on a page that says for whom its chats are. */
async function ask(site: EmptySite, name: string, wish: object = {}) {
  const page = await site.visit(`/${name.toLowerCase()}`);
  await expect(page.getByRole('button', { name: /chat|message/i })).toBeVisible();
  await page.evaluate(
    (given) => (window as unknown as { foyer: (...args: unknown[]) => void }).foyer('set', given),
    wish,
  );
  return askForChat(page, name, `Question of ${name}`);
}

const item = ({ page }: Colleague, visitor: string) => page.getByRole('listitem').filter({ hasText: visitor });
const acceptOf = ({ page }: Colleague, visitor: string) =>
  page.getByRole('button', { name: `Accept chat with ${visitor}`, exact: true });

test('W-184 settings: strategy, times, a rule with conditions, and who would get it', async ({ browser }) => {
  const { site, staff, addDepartment, addSkill, close } = await openSite(browser, 'Routing settings', ['Sara', 'Tom']);
  const [sara] = staff as [Colleague];
  await addDepartment('Sales', [sara]);
  await addSkill('French', []);
  const { console: page } = site;
  await page.goto(`${foyer.operatorUrl}/console/settings/routing`);
  await expect(page.getByText('No rules: chats go where the page, an invite or the visitor asks')).toBeVisible();
  const tried = page.getByRole('region', { name: 'Who would get it?' });
  await tried.getByRole('combobox', { name: 'Department' }).click();
  await page.getByRole('option', { name: 'Sales', exact: true }).click();
  const atFirst = tried.getByRole('region', { name: 'At first' });
  await expect(atFirst.getByRole('listitem').filter({ hasText: 'Sara' })).toContainText('gets it');
  await expect(atFirst.getByRole('listitem').filter({ hasText: 'Tom' })).toContainText('not in Sales');
  await expect(
    tried.getByRole('region', { name: 'Everybody' }).getByRole('listitem').filter({ hasText: 'Tom' }),
  ).toContainText('gets it');
  await expectAccessible(page);

  await page.getByRole('radio', { name: 'Least busy' }).check();
  await page.getByRole('textbox', { name: 'Offered for', exact: true }).fill('4');
  await page.getByRole('button', { name: 'Add rule' }).click();
  const rule = page.getByRole('listitem', { name: 'Rule New rule' });
  await expect(rule).toContainText('No conditions: it holds for everybody.');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('textbox', { name: 'Offered for', exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.getByRole('textbox', { name: 'Offered for', exact: true }).fill('30');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(rule.getByText('choose a department or a skill')).toBeVisible();
  await rule.getByRole('combobox', { name: 'Department' }).click();
  await page.getByRole('option', { name: 'Sales', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Buyers');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('Saved').first()).toBeVisible();
  await page.reload();
  await expect(page.getByRole('listitem', { name: 'Rule Buyers' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Least busy' })).toBeChecked();
  // Deleted and brought back.
  await page.getByRole('button', { name: 'Delete Buyers' }).click();
  await expect(page.getByRole('listitem', { name: 'Rule Buyers' })).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('listitem', { name: 'Rule Buyers' })).toBeVisible();
  await page.goto('about:blank');

  // The rule leads every chat to Sales.
  await ask(site, 'Rhea');
  await expect(acceptOf(sara, 'Rhea')).toBeVisible();
  await expect(item(sara, 'Rhea')).toContainText('Sales');
  await acceptOf(sara, 'Rhea').click();
  await expect(sara.page.getByRole('log', { name: 'Conversation' })).toContainText('For Sales, by the rule “Buyers”');
  await close();
});

test('W-185 ring all: a chat for Sales rings there alone, then falls back to everybody', async ({ browser }) => {
  const { site, staff, addDepartment, close } = await openSite(browser, 'Routing ring all', ['Una', 'Vic'], {
    fallback: { withoutDepartment: { afterSeconds: 8 } },
  });
  const [una, vic] = staff as [Colleague, Colleague];
  await addDepartment('Sales', [una]);
  await ask(site, 'Nia', { department: 'Sales' });
  await expect(acceptOf(una, 'Nia')).toBeVisible();
  await expect(item(vic, 'Nia')).toHaveCount(0);
  await expect(acceptOf(vic, 'Nia')).toBeVisible({ timeout: 20_000 });
  await acceptOf(vic, 'Nia').click();
  await expect(vic.page.getByRole('log', { name: 'Conversation' })).toContainText('For everybody from here on');
  await expect(item(una, 'Nia')).toHaveCount(0);
  await close();
});

test('W-185 least busy and rotate: offered to one after the other; others see to whom', async ({ browser }) => {
  const { site, staff, close } = await openSite(browser, 'Routing in turn', ['Wim', 'Xia'], {
    strategy: 'rotate',
    acceptTimeoutSeconds: 8,
  });
  await ask(site, 'Pia');
  const [wim, xia] = staff as [Colleague, Colleague];
  await expect(wim.page.getByText(/^Offered to (you|Xia), /)).toBeVisible();
  const isWimFirst = await wim.page.getByText(/^Offered to you, /).isVisible();
  const [first, second] = isWimFirst ? [wim, xia] : [xia, wim];
  await expect(item(second, 'Pia')).toContainText(`Offered to ${first.name}`);
  await expect(acceptOf(second, 'Pia')).toHaveCount(0);
  // Its time is up: the next one is asked.
  await expect(acceptOf(second, 'Pia')).toBeVisible({ timeout: 20_000 });
  await expect(item(first, 'Pia')).toContainText(`Offered to ${second.name}`);
  await acceptOf(second, 'Pia').click();
  await expect(second.page.getByRole('textbox', { name: 'Message' })).toBeVisible();

  await site.api.call('PUT', `/sites/${site.siteId}/routing`, routingSchema, {
    strategy: 'leastBusy',
    acceptTimeoutSeconds: 60,
    version: 1,
  });
  await ask(site, 'Quin');
  await expect(item(first, 'Quin')).toContainText('Offered to you');
  await expect(acceptOf(first, 'Quin')).toBeVisible();
  await close();
});

test('W-186 forced: the chat is there without asking, and stays once it is kept', async ({ browser }) => {
  const { site, staff, close } = await openSite(browser, 'Routing forced', ['Yan'], {
    forced: true,
    acceptTimeoutSeconds: 60,
  });
  const [yan] = staff as [Colleague];
  const window = await ask(site, 'Ola');
  await expect(window.getByText('Yan joined the chat')).toBeVisible();
  await item(yan, 'Ola').getByRole('link').click();
  const given = yan.page.getByText(/^This chat was given to you\./);
  await expect(given).toBeVisible();
  await expectAccessible(yan.page);
  await yan.page.getByRole('button', { name: 'Keep it' }).click();
  await expect(given).toBeHidden();
  await close();
});

test('W-161 transfer: with a note, declined, offered again, and taken; the visitor only sees who joins', async ({
  browser,
}) => {
  const { site, staff, addDepartment, close } = await openSite(browser, 'Routing transfer', ['Zev', 'Abe']);
  const [zev, abe] = staff as [Colleague, Colleague];
  await addDepartment('Support', [abe]);
  const window = await ask(site, 'Mia');
  await acceptOf(zev, 'Mia').click();
  const offer = async (to: string, note: string) => {
    await zev.page.getByRole('button', { name: 'Transfer', exact: true }).click();
    const dialog = zev.page.getByRole('dialog', { name: 'Transfer this chat' });
    const search = dialog.getByRole('combobox', { name: 'To whom' });
    // With the keyboard alone.
    await expect(search).toBeFocused();
    await zev.page.keyboard.type(to);
    const option = zev.page.getByRole('option', { name: new RegExp(to) });
    await expect(option).toBeVisible();
    await zev.page.keyboard.press('ArrowDown');
    await zev.page.keyboard.press('Enter');
    await expect(search).toHaveValue(to);
    await dialog.getByRole('textbox', { name: 'Note' }).fill(note);
    await expectAccessible(zev.page);
    await dialog.getByRole('button', { name: 'Offer the chat' }).click();
    await expect(dialog).toBeHidden();
  };
  await offer('Abe', 'She asks for a discount');
  await expect(zev.page.getByText(/^Offered to Abe, .* It is yours until it is taken\.$/)).toBeVisible();
  const offered = abe.page.getByRole('region', { name: /^Offered to you/ });
  await expect(offered).toContainText('Zev would pass this chat on to you');
  await expect(offered).toContainText('She asks for a discount');
  await expectAccessible(abe.page);
  await offered.getByRole('button', { name: 'Decline the transfer of Mia' }).click();
  await expect(offered).toBeHidden();
  await expect(zev.page.getByText('Nobody took the chat with Mia: it stays with you.')).toBeVisible();

  await offer('Support', 'Second line, please');
  await expect(offered).toContainText('Zev would pass this chat on to Support');
  await offered.getByRole('link').click();
  await abe.page
    .getByRole('region', { name: 'Conversation' })
    .getByRole('button', { name: 'Accept the transfer of Mia' })
    .click();
  await expect(abe.page.getByRole('textbox', { name: 'Message' })).toBeVisible();
  await expect(zev.page.getByText('Abe has taken the chat')).toBeVisible();
  await expect(window.getByText('Abe joined the chat')).toBeVisible();
  await expect(window.getByText('discount')).toHaveCount(0);
  const log = abe.page.getByRole('log', { name: 'Conversation' });
  await expect(log).toContainText('Zev offered the chat to Support. Note: Second line, please');
  await expect(log).toContainText('Abe took the chat over');
  await close();
});
