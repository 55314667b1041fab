import { resolve } from 'node:path';
import { z } from 'zod';
import { createClientAddress } from './http/client-address.ts';
import { createEgressGuard } from './http/egress-guard.ts';

const flag = z
  .enum(['0', '1', 'true', 'false'], { message: 'must be 0 or 1' })
  .transform((value) => value === '1' || value === 'true');

const url = z
  .url({ protocol: /^https?$/, message: 'must be an http or https address' })
  .transform((value) => value.replace(/\/+$/, ''));

const environmentSchema = z.object({
  PORT: z.coerce.number({ message: 'must be a port number' }).int().min(0).max(65_535).default(3080),
  HOST: z.string().min(1).default('127.0.0.1'),
  FOYER_URL: url.optional(),
  FOYER_DATA: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, { message: 'must begin with postgres://' })
    .optional(),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, { message: 'must begin with redis://' })
    .optional(),
  FOYER_SECRET: z.string().min(32, { message: 'must have at least 32 characters' }).optional(),
  FOYER_ADMIN_EMAIL: z.email().optional(),
  FOYER_ADMIN_PASSWORD: z.string().min(10, { message: 'must have at least 10 characters' }).max(256).optional(),
  FOYER_PASSWORD: z.string().min(1).optional(),
  FOYER_TRUSTED_PROXIES: z.string().default(''),
  FOYER_EGRESS_ALLOW: z.string().default(''),
  FOYER_DEMO: flag.optional(),
  FOYER_DEMO_VISITORS: z.coerce.number({ message: 'must be a number' }).int().min(0).max(100).default(8),
  FOYER_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  FOYER_METRICS: z
    .string()
    .regex(/^[^:]+:\d+$/, { message: 'must be HOST:PORT' })
    .optional(),
  FOYER_LIMIT_FACTOR: z.coerce.number().min(0.01).max(1_000_000).default(1),
  GEOIP_CITY_MMDB: z.string().min(1).optional(),
  GEOIP_ASN_MMDB: z.string().min(1).optional(),
});

/** Everything the process is told from outside, parsed once. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Public address without a trailing slash; null: the address it listens on. */
  readonly publicUrl: string | null;
  readonly dataFolder: string;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly secret: string | null;
  readonly admin: { readonly email: string; readonly password: string } | null;
  /** Password for `create-user`; null: one is made. */
  readonly newUserPassword: string | null;
  readonly trustedProxies: readonly string[];
  /** Private hosts and networks that mail, SMS and webhooks may be sent to, each with an optional port. */
  readonly egressAllow: readonly string[];
  /** Null: yes on a fresh embedded store. */
  readonly demo: boolean | null;
  /** Simulated visitors at the same time on the demo site, while its visitor list is watched; 0: none. */
  readonly demoVisitors: number;
  readonly logLevel: string;
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** Multiplies every rate limit and connection cap; for load tests. */
  readonly limitFactor: number;
  readonly geoip: { readonly cityFile: string | null; readonly organisationFile: string | null };
}

/** A setting that can't be used: the message names it and what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Parses the environment. Throws ConfigError, one line per wrong setting. Empty variables count as absent. */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(present);
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  const env = parsed.data;
  if ((env.FOYER_ADMIN_EMAIL === undefined) !== (env.FOYER_ADMIN_PASSWORD === undefined))
    throw new ConfigError('FOYER_ADMIN_EMAIL and FOYER_ADMIN_PASSWORD: set both or neither');
  if (env.DATABASE_URL !== undefined && env.FOYER_SECRET === undefined)
    throw new ConfigError(
      'FOYER_SECRET: is required with DATABASE_URL (at least 32 characters, the same on every node)',
    );
  const trustedProxies = readList('FOYER_TRUSTED_PROXIES', env.FOYER_TRUSTED_PROXIES, createClientAddress);
  const egressAllow = readList('FOYER_EGRESS_ALLOW', env.FOYER_EGRESS_ALLOW, createEgressGuard);
  const [metricsHost, metricsPort] = env.FOYER_METRICS?.split(':') ?? [];
  return {
    port: env.PORT,
    host: env.HOST,
    publicUrl: env.FOYER_URL ?? null,
    dataFolder: resolve(env.FOYER_DATA),
    databaseUrl: env.DATABASE_URL ?? null,
    redisUrl: env.REDIS_URL ?? null,
    secret: env.FOYER_SECRET ?? null,
    admin:
      env.FOYER_ADMIN_EMAIL && env.FOYER_ADMIN_PASSWORD
        ? { email: env.FOYER_ADMIN_EMAIL, password: env.FOYER_ADMIN_PASSWORD }
        : null,
    newUserPassword: env.FOYER_PASSWORD ?? null,
    trustedProxies,
    egressAllow,
    demo: env.FOYER_DEMO ?? null,
    demoVisitors: env.FOYER_DEMO_VISITORS,
    logLevel: env.FOYER_LOG,
    metrics: metricsHost && metricsPort ? { host: metricsHost, port: Number(metricsPort) } : null,
    limitFactor: env.FOYER_LIMIT_FACTOR,
    geoip: { cityFile: env.GEOIP_CITY_MMDB ?? null, organisationFile: env.GEOIP_ASN_MMDB ?? null },
  };
}

/** Entries separated by commas or blanks. `check` throws on one that can't be read. */
function readList(variable: string, value: string, check: (entries: string[]) => unknown): string[] {
  const entries = value.split(/[,\s]+/).filter((entry) => entry !== '');
  try {
    check(entries);
  } catch (error) {
    throw new ConfigError(`${variable}: ${(error as Error).message}`);
  }
  return entries;
}
