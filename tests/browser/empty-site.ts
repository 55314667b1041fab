/** A site without documents, as an administrator finds it who has just made it, with pages that carry its tracking code. */

import { siteSchema } from '@foyer/protocol/site';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { ApiClient } from '../support/api-client.ts';
import { signIn } from './console-page.ts';
import { serveHostPage } from './host-page.ts';
import { administrator, type Installation } from './installation.ts';

interface EmptySite {
  readonly siteId: string;
  readonly siteKey: string;
  /** The console, signed in as administrator, with this site chosen. */
  readonly console: Page;
  readonly api: ApiClient;
  /** Origin of the pages, which answers at every path. */
  readonly hostUrl: string;
  /** Opens a page of the site as a visitor who has never been there; go on with the page's own `goto`. */
  visit(path: string, options?: { referer?: string; context?: BrowserContextOptions }): Promise<Page>;
  /** Opens another console of this site in a window of its own, at an address below `/console/`. */
  openConsole(path: string, options?: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}

/** Makes a site of this name and opens its console. */
export async function openEmptySite(browser: Browser, foyer: Installation, name: string): Promise<EmptySite> {
  const api = await ApiClient.signIn(foyer.operatorUrl, administrator.email, administrator.password);
  const site = await api.call('POST', '/sites', siteSchema, { name });
  const host = await serveHostPage(foyer.visitorUrl, site.key);
  const contexts: { close(): Promise<void> }[] = [];

  const openPage = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.newContext(options);
    contexts.push(context);
    return context.newPage();
  };
  const openConsole = async (path: string, options: BrowserContextOptions = {}): Promise<Page> => {
    const page = await openPage({ viewport: { width: 1440, height: 900 }, ...options });
    await page.addInitScript((id) => localStorage.setItem('foyer.site', JSON.stringify(id)), site.id);
    await signIn(page, foyer.operatorUrl);
    if (path !== '') await page.goto(`${foyer.operatorUrl}/console/${path}`);
    return page;
  };

  return {
    siteId: site.id,
    siteKey: site.key,
    console: await openConsole(''),
    api,
    hostUrl: host.url,
    visit: async (path, { referer, context = {} } = {}) => {
      const page = await openPage(context);
      await page.goto(`${host.url}${path}`, referer === undefined ? {} : { referer });
      return page;
    },
    openConsole,
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await host.close();
    },
  };
}
