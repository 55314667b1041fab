/** Somebody else's web site, as strict as a careful one: the tracking code must be no burden to it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface HostPage {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a page with the tracking code of `foyerUrl` under a policy that names nothing but Foyer's origin. */
export async function serveHostPage(foyerUrl: string, siteKey: string): Promise<HostPage> {
  const socketOrigin = foyerUrl.replace(/^http/, 'ws');
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${foyerUrl}`,
    "style-src 'self'",
    `connect-src ${foyerUrl} ${socketOrigin}`,
    `img-src 'self' ${foyerUrl}`,
    `frame-src ${foyerUrl}`,
    "require-trusted-types-for 'script'",
    "base-uri 'none'",
  ].join('; ');
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A strict page</title>
<link rel="icon" href="/icon"><link rel="stylesheet" href="/page.css"><script src="/page.js" defer></script>
<script async src="${foyerUrl}/foyer.js" data-site="${siteKey}"></script></head>
<body><h1>A strict page</h1><p>${'Some text that must not move. '.repeat(60)}</p>
<button type="button" id="count">Clicked 0 times</button> <a href="/next">Next page</a></body></html>`;
  // Watches for what a guest must not do, from before the guest is there.
  const script = `
    window.watched = { shifts: 0, violations: [] };
    new PerformanceObserver((list) => { for (const e of list.getEntries()) window.watched.shifts += e.value; })
      .observe({ type: 'layout-shift', buffered: true });
    document.addEventListener('securitypolicyviolation', (e) => window.watched.violations.push(e.violatedDirective + ' ' + e.blockedURI));
    let clicks = 0;
    document.getElementById('count').addEventListener('click', (e) => { clicks += 1; e.target.textContent = 'Clicked ' + clicks + ' times'; });`;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/page.css')
      return response.writeHead(200, { 'content-type': 'text/css' }).end('body{font:16px/1.5 serif;margin:40px}');
    if (path === '/icon') return response.writeHead(204).end();
    if (path === '/page.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    return response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': policy }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** What the page saw of its guest. */
export interface Watched {
  shifts: number;
  violations: string[];
}
