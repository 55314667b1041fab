import { type APIRequestContext, expect } from '@playwright/test';

/** Alerts as a shop would have them. The demo's own come first. */
const alerts = [
  {
    name: 'Ready to buy',
    icon: 'bolt',
    color: '#e8590c',
    entryPages: ['demo/basket.html', 'demo/sales.html'],
    actions: { popup: true },
  },
  { name: 'Looks for lamps', icon: 'search', color: '#1c7ed6', keywords: ['lamp', 'lamps', 'luminaria'] },
  { name: 'Sent by an assistant', icon: 'star', color: '#7048e8', searchEngines: ['ChatGPT', 'Perplexity'] },
  { name: 'Companies', icon: 'building', color: '#0c8599', ownOrganisation: true },
];

/** Adds them to a site; the request context is signed in as its administrator. */
export async function addAlerts(request: APIRequestContext, siteUrl: string): Promise<void> {
  for (const alert of alerts) {
    const answer = await request.post(`${siteUrl}/alerts`, { data: alert });
    expect(answer.status(), await answer.text()).toBe(201);
  }
}
