import { createServer } from 'node:http';
import { collectDefaultMetrics, Gauge, register } from 'prom-client';
import { type App, createApp } from './app.ts';
import type { Config } from './config.ts';
import { ensureNamedAdministrator, offerFirstSignIn } from './features/operators/first-administrator.ts';
import { createDemoSite, findDemoSite } from './features/sites/demo-site.ts';
import { listSites } from './features/sites/list-sites.ts';
import { readSecret } from './installation-secret.ts';
import { migrate } from './storage/migrate.ts';
import { openStorage } from './storage/open-storage.ts';
import { makePartitions } from './storage/partitions.ts';

/** How long the process may take to end. */
const hardStopMs = 30_000;
/** A second signal sooner than this is the same one: a terminal sends it to the launcher and to us. */
const sameSignalMs = 500;

/** Starts the server and keeps it until a signal ends it. Throws what keeps it from starting. */
export async function serve(config: Config, print: (line: string) => void): Promise<void> {
  const storage = await openStorage({ databaseUrl: config.databaseUrl, dataFolder: config.dataFolder, onFatal: fail });
  await migrate(storage);
  await makePartitions(storage, Date.now());
  const { db } = storage;
  const now = Date.now();
  const secret = await readSecret(config.secret, config.dataFolder);
  if (config.admin) await ensureNamedAdministrator(db, config.admin, now);
  const isFresh = (await listSites(db, null)).length === 0;
  if (config.demo ?? (isFresh && config.databaseUrl === null)) await createDemoSite(db, now);
  const once = config.admin ? null : await offerFirstSignIn(db, now);

  const app = await createApp(config, storage, secret);
  const url = await app.listen();
  const stopMetrics = config.metrics ? serveMetrics(app, config.metrics) : () => undefined;
  stopOnSignal(app, stopMetrics);

  print('');
  print(`  Foyer is running.   Console:    ${url}/console/`);
  if (once !== null) print(`                      Sign in:    ${url}/console/sign-in#once=${once}   (works once)`);
  if (await findDemoSite(db)) print(`                      Demo shop:  ${url}/demo/`);
  print('');
}

function fail(error: Error): void {
  process.stderr.write(`Foyer stops: ${error.message}\n`);
  process.exit(1);
}

/** Prometheus metrics, on an address of their own. */
function serveMetrics(app: App, { host, port }: { host: string; port: number }): () => void {
  collectDefaultMetrics();
  new Gauge({
    name: 'foyer_sockets',
    help: 'Open WebSockets of this node',
    collect() {
      this.set(app.socketCount());
    },
  });
  const server = createServer((_request, response) => {
    register.metrics().then(
      (text) => response.writeHead(200, { 'content-type': register.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(port, host);
  return () => server.close();
}

function stopOnSignal(app: App, stopMetrics: () => void): void {
  let stoppingSince: number | null = null;
  const stop = () => {
    const now = Date.now();
    if (stoppingSince !== null) {
      if (now - stoppingSince > sameSignalMs) process.exit(1);
      return;
    }
    stoppingSince = now;
    setTimeout(() => process.exit(1), hardStopMs).unref();
    stopMetrics();
    app
      .close()
      .then(() => app.storage.close())
      .then(
        () => process.exit(0),
        (error) => fail(error as Error),
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // The launcher that started us is gone.
  process.on('disconnect', stop);
}
