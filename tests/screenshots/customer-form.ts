/** What a shop might have beside its chats: what its own system knows of the customer. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Customer</title><style>
body{margin:0;padding:16px;font:14px/1.5 system-ui,sans-serif;color:#1a1b1e;background:#fff}
h1{margin:0 0 2px;font-size:17px}p{margin:0 0 14px;color:#5c5f66}dl{display:grid;grid-template-columns:auto 1fr;gap:6px 16px;margin:0}
dt{color:#5c5f66}dd{margin:0}label{display:block;margin:16px 0 4px;color:#5c5f66}
textarea{box-sizing:border-box;width:100%;height:64px;border:1px solid #c1c2c5;border-radius:6px}</style></head><body>
<h1>Vera Jansen</h1><p>Customer since March 2024</p>
<dl><dt>Orders</dt><dd>3, the last on 2 June</dd><dt>Spent</dt><dd>£412.00</dd><dt>Open</dt><dd>Nothing</dd></dl>
<label for="note">Note for the next one</label><textarea id="note"></textarea></body></html>`;

/** Serves it, by a name that is not the console's. */
export async function serveCustomerForm(): Promise<{ origin: string; close(): void }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { origin: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
