import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};
const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt']);

type Encoding = 'br' | 'gzip';

/** The best quality takes seconds for the console's bundles; this is within 2 %. */
const brotliOptions = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** A file of ours, ready to send. */
interface Asset {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  /** Its compressed form, made when it is first asked for, off the event loop; null: not worth it. */
  readonly compressed: ((encoding: Encoding) => Promise<Buffer>) | null;
}

/** Absolute path of a place in the repository. */
export function repositoryPath(path: string): string {
  return fileURLToPath(new URL(`../../../../${path}`, import.meta.url));
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** Prepares one file: type by its name, compressed once. */
export function prepareAsset(name: string, body: Buffer): Asset {
  const extension = extname(name);
  return {
    body,
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    compressed: compressible.has(extension) && body.length > 500 ? compressOnce(body) : null,
  };
}

function compressOnce(body: Buffer): (encoding: Encoding) => Promise<Buffer> {
  const made = new Map<Encoding, Promise<Buffer>>();
  return (encoding) => {
    const known = made.get(encoding);
    if (known !== undefined) return known;
    const making = encoding === 'br' ? brotli(body, brotliOptions) : zip(body, { level: 9 });
    made.set(encoding, making);
    return making;
  };
}

/** All files below a folder, read once, by their path in it. Only what was there at the start is ever served. */
export async function readAssets(folder: string): Promise<Map<string, Asset>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const assets = new Map<string, Asset>();
  for (const entry of entries)
    if (entry.isFile() && !entry.name.endsWith('.map')) {
      const file = join(entry.parentPath, entry.name);
      assets.set(relative(folder, file).replaceAll('\\', '/'), prepareAsset(entry.name, await readFile(file)));
    }
  return assets;
}

export function readAsset(file: string): Asset {
  return prepareAsset(file, readFileSync(file));
}

/** Sends a prepared file, compressed as the browser takes it, or 304. */
export async function sendAsset(
  request: FastifyRequest,
  reply: FastifyReply,
  asset: Asset,
  cacheControl: string,
): Promise<FastifyReply> {
  reply
    .header('etag', asset.etag)
    .header('cache-control', cacheControl)
    .header('content-type', asset.type)
    .header('vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
  if (encoding && asset.compressed)
    return reply.header('content-encoding', encoding).send(await asset.compressed(encoding));
  return reply.send(asset.body);
}

/** Files under a path, found only by exact name. `cacheControl` may depend on the file. */
export function serveAssets(
  app: FastifyInstance,
  prefix: string,
  assets: ReadonlyMap<string, Asset>,
  cacheControl: (name: string) => string,
): void {
  app.get<{ Params: { '*': string } }>(
    `${prefix}*`,
    { config: { access: { who: 'anyone', touches: 'nothing' } }, schema: { hide: true } },
    async (request, reply) => {
      const asset = assets.get(request.params['*']);
      if (!asset) return reply.callNotFound();
      return sendAsset(request, reply, asset, cacheControl(request.params['*']));
    },
  );
}
