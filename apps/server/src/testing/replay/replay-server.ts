import type { Scenario } from '@foyer/protocol/scenario';
import { createPostgresDatabase } from '../../../../../tests/support/postgres.ts';
import { claimRedisDatabase } from '../../../../../tests/support/redis.ts';
import { hasService } from '../../../../../tests/support/services.ts';
import { type App, createApp } from '../../app.ts';
import { readConfig } from '../../config.ts';
import { ensureNamedAdministrator } from '../../features/operators/first-administrator.ts';
import { scenarioPlaces } from '../../features/simulator/scenario-hit.ts';
import type { Places } from '../../features/visits/facts/find-place.ts';
import type { HostNameResolver } from '../../features/visits/facts/resolve-host-name.ts';
import { canonicalAddress } from '../../http/client-address.ts';
import { migrate } from '../../storage/migrate.ts';
import { openMemoryStorage } from '../../storage/open-memory-storage.ts';
import { openStorage } from '../../storage/open-storage.ts';
import type { Storage } from '../../storage/storage.ts';
import { administrator, testSecret } from '../test-app.ts';

/** One node of the server that scenarios are replayed against. */
export interface ReplayNode {
  readonly app: App;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
}

/** The real server, all its nodes in this process, in a world that the replay moves. */
export interface ReplayServer {
  readonly nodes: readonly [ReplayNode, ...ReplayNode[]];
  readonly storage: Storage;
  /** The time of all nodes, epoch ms: it stands still until it is moved. */
  readonly clock: { at: number };
  readonly world: ScenarioWorld;
  /** Resolves when nothing is under way on any node. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** What GeoIP and the name servers say: what the scenario that is played says of its addresses. */
export class ScenarioWorld {
  readonly #clock: { readonly at: number };
  #places: Places | null = null;
  /** Addresses as the server spells them, with what the scenario says of each. */
  #facts = new Map<string, { spelling: string; facts: Scenario['addresses'][string] }>();
  #lookUps: { readonly at: number; readonly answer: () => void }[] = [];

  constructor(clock: { readonly at: number }) {
    this.#clock = clock;
  }

  /** Plays another scenario from now on. */
  enter(scenario: Scenario): void {
    this.#places = scenarioPlaces(scenario);
    this.#facts = new Map(
      Object.entries(scenario.addresses).map(([spelling, facts]) => [
        canonicalAddress(spelling) ?? spelling,
        { spelling, facts },
      ]),
    );
    this.#lookUps = [];
  }

  readonly places: Places = {
    find: (address) => {
      const known = this.#facts.get(address);
      const place = this.#places?.find(known?.spelling ?? address);
      if (place === undefined) throw new Error('no scenario is played');
      // A name that takes no time is there with the place; one that takes time comes by the resolver.
      const isLate = (known?.facts.hostNameAfterMs ?? 0) > 0;
      return { ...place, hostName: isLate ? undefined : (known?.facts.hostName ?? null) };
    },
    ready: () => Promise.resolve(),
    organisationState: () => 'ready',
  };

  readonly hostNames: HostNameResolver = {
    resolve: (address) => {
      const facts = this.#facts.get(address)?.facts;
      const afterMs = facts?.hostNameAfterMs ?? 0;
      if (afterMs === 0) return Promise.resolve(null);
      return new Promise((resolve) => {
        this.#lookUps.push({ at: this.#clock.at + afterMs, answer: () => resolve(facts?.hostName ?? null) });
      });
    },
  };

  /** When the next answer of a name server is due; infinite: none is asked for. */
  get nextAnswerAt(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#lookUps.map(({ at }) => at));
  }

  /** Gives the answers that are due. */
  answerDue(): void {
    const due = this.#lookUps.filter(({ at }) => at <= this.#clock.at);
    this.#lookUps = this.#lookUps.filter(({ at }) => at > this.#clock.at);
    for (const { answer } of due) answer();
  }
}

async function openSmall(): Promise<ReplayServer> {
  const storage = await openMemoryStorage();
  return openNodes([storage], {}, () => storage.close());
}

async function openLarge(): Promise<ReplayServer> {
  const database = await createPostgresDatabase();
  const redis = await claimRedisDatabase();
  const open = () =>
    openStorage({
      databaseUrl: database.url,
      dataFolder: '',
      onFatal: (error) => {
        throw error;
      },
    });
  const storages = [await open(), await open()];
  return openNodes(storages, { REDIS_URL: redis.url }, async () => {
    for (const storage of storages) await storage.close();
    await redis.release();
    await database.drop();
  });
}

async function openNodes(
  storages: readonly Storage[],
  environment: Record<string, string>,
  closeStorages: () => Promise<void>,
): Promise<ReplayServer> {
  const config = readConfig({
    PORT: '0',
    FOYER_LOG: 'silent',
    FOYER_LIMIT_FACTOR: '100000',
    // The visitors' addresses come by the forwarding header.
    FOYER_TRUSTED_PROXIES: 'loopback',
    ...environment,
  });
  const clock = { at: Date.now() };
  const world = new ScenarioWorld(clock);
  const [storage] = storages;
  if (storage === undefined) throw new Error('a server needs a storage');
  await migrate(storage);
  await ensureNamedAdministrator(storage.db, administrator, clock.at);
  const nodes: ReplayNode[] = [];
  for (const own of storages) {
    const app = await createApp(config, own, testSecret, () => clock.at, {
      places: world.places,
      hostNames: world.hostNames,
      timers: false,
    });
    await app.listen();
    const address = app.http.server.address();
    if (address === null || typeof address === 'string') throw new Error('the server does not listen on a port');
    nodes.push({ app, origin: `http://127.0.0.1:${address.port}` });
  }
  return {
    nodes: nodes as unknown as ReplayServer['nodes'],
    storage,
    clock,
    world,
    async settled() {
      for (const { app } of nodes) await app.settled();
    },
    async close() {
      for (const { app } of nodes) await app.close();
      await closeStorages();
    },
  };
}

/** For `describe.each`: what the server runs on, and how to open it. */
export const replayServers: readonly (readonly [name: string, open: () => Promise<ReplayServer>])[] = [
  ['SQLite', openSmall],
  ...(hasService('postgres') && hasService('redis') ? ([['PostgreSQL and Redis, two nodes', openLarge]] as const) : []),
];
