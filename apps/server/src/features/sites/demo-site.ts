import type { Site } from '@foyer/protocol/site';
import type { Kysely, Transaction } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { addAlert } from '../alerts/list-alerts.ts';
import { addInvite } from '../invites/list-invites.ts';
import { addProspectRule } from '../prospects/list-prospect-rules.ts';
import { createSite } from './create-site.ts';
import { insertInstallation, readInstallation } from './installation-repository.ts';
import { findSite } from './site-repository.ts';

const installationName = 'demo-site';

/** The site of the demo shop, or null when there is none. */
export async function findDemoSite(db: Kysely<Database>): Promise<Site | null> {
  const siteId = await readInstallation(db, installationName);
  return siteId === null ? null : findSite(db, siteId);
}

/** Somebody else, another node, is making the demo site: what was begun is rolled back. */
class MadeElsewhere extends Error {}

/** Makes the demo shop's site with an alert, invites and prospect rules to try, unless there is one. */
export async function createDemoSite(db: Kysely<Database>, now: number): Promise<void> {
  if (await findDemoSite(db)) return;
  try {
    await db.transaction().execute(async (trx) => {
      const site = await createSite(trx, { name: 'Demo shop', timeZone: 'Europe/London', currency: 'GBP' }, now);
      if (!(await insertInstallation(trx, installationName, site.id))) throw new MadeElsewhere();
      await addDemoRules(trx, site.id);
    });
  } catch (error) {
    if (!(error instanceof MadeElsewhere)) throw error;
  }
}

async function addDemoRules(trx: Transaction<Database>, siteId: string): Promise<void> {
  const welcome = await addInvite(trx, siteId, {
    name: 'Welcome from our advertisement',
    image: 'gallery:hand',
    altText: 'Need a hand? Chat with us',
    limits: { showsPerVisitor: 50, quietDaysAfterDecline: 0 },
  });
  await addInvite(trx, siteId, {
    name: 'Help with choosing',
    image: 'gallery:question',
    altText: 'Questions about this product? Ask us',
    autoSend: { enabled: true, pages: ['demo/products/*'] },
    start: 'off-bottom',
    delaySeconds: 3,
    limits: { showsPerVisitor: 50, quietDaysAfterDecline: 0 },
  });
  await addAlert(trx, siteId, {
    name: 'AdWords',
    icon: 'ad',
    color: '#2f9e44',
    entryPages: ['*source=adwords'],
    paid: { cost: { fixed: '0.85' }, clickFraud: { entriesPerDay: 5 } },
    actions: { invite: welcome.id, popup: true },
  });
  await addProspectRule(trx, siteId, { name: 'Keen reader', minPages: 3, minMinutes: 2 });
  await addProspectRule(trx, siteId, {
    name: 'Comparing lamps',
    // One that stands, and one that hangs or goes into the garden.
    specificPages: [
      'demo/products/*-lamp.html',
      'demo/products/fold-pendant.html OR demo/products/harbour-lantern.html OR demo/products/slim-wall-light.html',
    ],
  });
  await addProspectRule(trx, siteId, {
    name: 'Customer',
    specificPages: ['demo/thank-you.html'],
    actions: { flagAsCustomer: true },
  });
}
