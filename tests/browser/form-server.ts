/** The server of a custom client form, as somebody would build it for their CRM. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FormServer {
  /** By a name that is not the console's: a form never shares its host. */
  readonly origin: string;
  readonly host: string;
  /** What it was asked for: path with query, and where from. */
  readonly requests: readonly { path: string; referer: string | undefined }[];
  close(): Promise<void>;
}

const script = `
  let nonce = null;
  const say = (text) => { document.getElementById('said').textContent = text; };
  addEventListener('message', ({ data }) => {
    if (data.type === 'foyer.ready') { nonce = data.nonce; document.body.dataset.ready = 'true'; }
    if (data.type === 'foyer.done') say('done ' + data.id);
    if (data.type === 'foyer.refused') say('refused ' + data.id + ': ' + data.reason);
  });
  parent.postMessage({ type: 'foyer.hello' }, '*');
  const ask = (message) => parent.postMessage({ nonce, ...message }, '*');
  const acts = {
    insert: () => ask({ type: 'foyer.insertText', id: 1, text: 'Your parcel left on Monday.' }),
    contact: () => ask({ type: 'foyer.updateContact', id: 2, contact: { name: 'Vera Peeters', company: 'Lumen BV' } }),
    forged: () => ask({ type: 'foyer.insertText', id: 3, text: 'forged', nonce: 'guessed' }),
    tag: () => ask({ type: 'foyer.addTag', id: 4, tag: 'refund' }),
    wrapUp: () => ask({ type: 'foyer.setWrapUp', id: 5, option: 'Order placed' }),
    away: () => { location.href = 'http://localhost:9/elsewhere'; },
    top: () => { try { top.location.href = '/gone'; } catch (error) { say('the top is out of reach'); } },
  };
  for (const [id, act] of Object.entries(acts)) document.getElementById(id).addEventListener('click', act);`;

/** Starts it. `/lookup` exchanges its `token` at `foyerUrl`, as its server, and shows what it learnt. */
export async function serveForm(foyerUrl: string): Promise<FormServer> {
  const requests: { path: string; referer: string | undefined }[] = [];
  let host = '';
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    requests.push({ path, referer: request.headers.referer });
    const url = new URL(path, 'http://form');
    let learnt = '';
    if (url.pathname === '/lookup') {
      const answer = await fetch(`${foyerUrl}/api/v1/client-form/exchange`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token: url.searchParams.get('token'), host }),
      });
      learnt = `${answer.status} ${await answer.text()}`;
    }
    const values = [...url.searchParams].map(([name, value]) => `<li>${toText(name)}: ${toText(value)}</li>`).join('');
    const buttons = ['insert', 'contact', 'forged', 'tag', 'wrapUp', 'away', 'top'];
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(
      `<!doctype html><html lang="en"><head><title>A form</title></head><body><h1>Customer</h1><ul>${values}</ul>
<p id="learnt">${toText(learnt)}</p><p id="said"></p><form><label>Feedback <input name="feedback"></label></form>
${buttons.map((id) => `<button id="${id}">${id}</button>`).join(' ')}<script>${script}</script></body></html>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  host = `localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin: `http://${host}`,
    host,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function toText(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
