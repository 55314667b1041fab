import { join } from 'node:path';
import { windowLanguages } from '@foyer/protocol/window-language';
import type { FastifyInstance } from 'fastify';
import { readChatPages } from './chat-pages.ts';
import {
  chatWindowPolicy,
  consolePolicy,
  demoPolicy,
  newNonce,
  previewPolicy,
  setPolicy,
  workerPolicy,
} from './security-headers.ts';
import { prepareAsset, readAsset, readAssets, repositoryPath, sendAsset, serveAssets } from './static-routes.ts';

const anyone = { config: { access: { who: 'anyone', touches: 'nothing' } }, schema: { hide: true } } as const;
/** Files whose names carry a hash never change. */
const forEver = 'public, max-age=31536000, immutable';
/** The console's service worker. */
const pushWorker = 'push-worker.js';
const shortly = 'public, max-age=300';
/** The visitor script, and the modules that it fetches where a page needs them. */
const scripts = ['foyer.js', 'foyer-invite.js', 'foyer-watch.js'];

export interface PageRouteOptions {
  /** Key of the demo site, or null when there is none. */
  readonly demoSiteKey: () => Promise<string | null>;
  /** Origins that may frame the chat window of the site with this key; null: no such site. */
  readonly framedBy: (siteKey: string) => Promise<readonly string[] | null>;
}

/** The console, the visitor script, the chat window, the page to try it on, the invite preview, the invite gallery and the demo shop. */
export async function pageRoutes(app: FastifyInstance, options: PageRouteOptions): Promise<void> {
  app.get('/', anyone, async (_request, reply) => reply.redirect('/console/'));
  await serveConsole(app);
  await serveVisitorScript(app, options);
  await serveTrial(app, options);
  await servePreview(app, 'invite-preview');
  await servePreview(app, 'survey-preview');
  await serveGallery(app);
  await serveDemo(app, options);
}

async function serveConsole(app: FastifyInstance): Promise<void> {
  const assets = await readAssets(repositoryPath('apps/console/dist'));
  const index = assets.get('index.html')?.body.toString() ?? '';
  serveAssets(app, '/console/assets/', withPrefix(assets, 'assets/'), () => forEver);
  for (const [name, asset] of assets)
    if (!name.includes('/') && name !== 'index.html')
      app.get(`/console/${name}`, anyone, async (request, reply) => {
        if (name === pushWorker) setPolicy(reply, workerPolicy);
        return sendAsset(request, reply, asset, name === pushWorker ? 'no-cache' : shortly);
      });
  // Every other address of the console is the same page: the router in it knows the rest.
  app.get('/console', anyone, async (_request, reply) => reply.redirect('/console/'));
  app.get('/console/*', anyone, async (request, reply) => {
    if (/\.[a-z0-9]{2,5}$/i.test(request.url.split('?', 1)[0] ?? '')) return reply.callNotFound();
    const nonce = newNonce();
    setPolicy(reply, consolePolicy(nonce));
    return reply
      .header('cache-control', 'no-store')
      .header('content-type', 'text/html; charset=utf-8')
      .send(index.replaceAll('__CSP_NONCE__', nonce));
  });
}

async function serveVisitorScript(app: FastifyInstance, { framedBy }: PageRouteOptions): Promise<void> {
  const dist = repositoryPath('apps/visitor/dist');
  const chatPages = await readChatPages(join(dist, 'chat'));
  for (const name of scripts) {
    const script = readAsset(join(dist, name));
    app.get(`/${name}`, anyone, async (request, reply) => {
      // They stand on other people's pages, whatever isolation those ask for; modules come by CORS only.
      reply.header('cross-origin-resource-policy', 'cross-origin').header('access-control-allow-origin', '*');
      return sendAsset(request, reply, script, shortly);
    });
  }
  app.get<{ Params: { siteKey: string }; Querystring: { language?: unknown; window?: unknown } }>(
    '/chat/:siteKey',
    anyone,
    async (request, reply) => {
      const { language, window } = request.query;
      const origins = await framedBy(request.params.siteKey);
      const page = chatPages.get(String(language)) ?? chatPages.get('en');
      if (!origins || !page) return reply.callNotFound();
      setPolicy(reply, chatWindowPolicy(origins, page.hashes));
      reply.header('cross-origin-resource-policy', 'cross-origin').removeHeader('cross-origin-opener-policy');
      return sendAsset(request, reply, window === 'own' ? page.openedBy(origins) : page.asset, 'no-cache');
    },
  );
}

/** Our own page with a site's tracking code, to try its button and its window. */
async function serveTrial(app: FastifyInstance, { framedBy }: PageRouteOptions): Promise<void> {
  const assets = await readAssets(repositoryPath('apps/visitor/trial'));
  const page = assets.get('index.html')?.body.toString() ?? '';
  const styles = assets.get('trial.css');
  app.get('/try/trial.css', anyone, async (request, reply) =>
    styles ? sendAsset(request, reply, styles, shortly) : reply.callNotFound(),
  );
  app.get<{ Params: { siteKey: string }; Querystring: { language?: unknown } }>(
    '/try/:siteKey',
    anyone,
    async (request, reply) => {
      const { siteKey } = request.params;
      if ((await framedBy(siteKey)) === null) return reply.callNotFound();
      const language = windowLanguages.find((one) => one === request.query.language) ?? '';
      setPolicy(reply, demoPolicy);
      const body = Buffer.from(page.replaceAll('__SITE_KEY__', siteKey).replaceAll('__LANGUAGE__', language));
      return sendAsset(request, reply, prepareAsset('index.html', body), 'no-cache');
    },
  );
}

/** A page in which the console shows an invite or a form as visitors see it. */
async function servePreview(app: FastifyInstance, name: 'invite-preview' | 'survey-preview'): Promise<void> {
  const assets = await readAssets(repositoryPath(`apps/visitor/dist/${name}`));
  const page = assets.get('index.html');
  app.get(`/${name}`, anyone, async (request, reply) => {
    if (!page) return reply.callNotFound();
    setPolicy(reply, previewPolicy);
    return sendAsset(request, reply, page, 'no-cache');
  });
  serveAssets(app, `/${name}/`, assets, () => shortly);
}

/** Invite images: they stand on other people's pages, whatever isolation they ask for. */
async function serveGallery(app: FastifyInstance): Promise<void> {
  const assets = await readAssets(repositoryPath('apps/visitor/gallery'));
  for (const [name, asset] of assets)
    if (name.endsWith('.png'))
      app.get(`/gallery/${name}`, anyone, async (request, reply) =>
        sendAsset(
          request,
          reply.header('cross-origin-resource-policy', 'cross-origin'),
          asset,
          'public, max-age=86400',
        ),
      );
}

async function serveDemo(app: FastifyInstance, { demoSiteKey }: PageRouteOptions): Promise<void> {
  const assets = await readAssets(repositoryPath('apps/demo'));
  app.get('/demo', anyone, async (_request, reply) => reply.redirect('/demo/'));
  app.get<{ Params: { '*': string } }>('/demo/*', anyone, async (request, reply) => {
    const path = request.params['*'];
    const name = path === '' || path.endsWith('/') ? `${path}index.html` : path;
    const asset = assets.get(name);
    const key = await demoSiteKey();
    if (!asset || key === null || name.endsWith('.md')) return reply.callNotFound();
    setPolicy(reply, demoPolicy);
    if (!name.endsWith('.html')) return sendAsset(request, reply, asset, shortly);
    const page = Buffer.from(asset.body.toString().replaceAll('__SITE_KEY__', key));
    return sendAsset(request, reply, prepareAsset(name, page), 'no-cache');
  });
}

function withPrefix<T>(assets: ReadonlyMap<string, T>, prefix: string): Map<string, T> {
  return new Map(
    [...assets].filter(([name]) => name.startsWith(prefix)).map(([name, asset]) => [name.slice(prefix.length), asset]),
  );
}
