import type { Site } from '@foyer/protocol/site';
import type { Kysely } from 'kysely';
import type { Database } from '../../storage/tables.ts';
import { addAlert } from '../alerts/list-alerts.ts';
import { addInvite } from '../invites/list-invites.ts';
import { createSite } from './create-site.ts';
import { insertInstallation, readInstallation } from './installation-repository.ts';
import { findSite } from './site-repository.ts';

const installationName = 'demo-site';

/** The site of the demo shop, or null when there is none. */
export async function findDemoSite(db: Kysely<Database>): Promise<Site | null> {
  const siteId = await readInstallation(db, installationName);
  return siteId === null ? null : findSite(db, siteId);
}

/** Makes the demo shop's site with an alert and invites to try, unless there is one. */
export async function createDemoSite(db: Kysely<Database>, now: number): Promise<Site> {
  const known = await findDemoSite(db);
  if (known) return known;
  const site = await createSite(db, { name: 'Demo shop', timeZone: 'Europe/London', currency: 'GBP' }, now);
  if (!(await insertInstallation(db, installationName, site.id))) return (await findDemoSite(db)) ?? site;
  const welcome = await addInvite(db, site.id, {
    name: 'Welcome from our advertisement',
    image: 'gallery:hand',
    altText: 'Need a hand? Chat with us',
    frequency: 'oncePerVisit',
    limits: { showsPerVisitor: 50, quietDaysAfterDecline: 0 },
  });
  await addInvite(db, site.id, {
    name: 'Help with choosing',
    image: 'gallery:question',
    altText: 'Questions about this product? Ask us',
    autoSend: { enabled: true, pages: ['demo/product-*'] },
    frequency: 'oncePerVisit',
    start: 'off-bottom',
    limits: { showsPerVisitor: 50, quietDaysAfterDecline: 0 },
  });
  await addAlert(db, site.id, {
    name: 'AdWords',
    icon: 'ad',
    color: '#2f9e44',
    entryPages: ['*source=adwords'],
    actions: { invite: welcome.id, popup: true },
  });
  return site;
}
