import type { Condition } from '@foyer/protocol/condition';
import { type AddressPattern, compileAddressPattern, readClientAddress } from '@foyer/rules/address-pattern';
import { type SqlBool, sql } from 'kysely';
import { alwaysUnknown, type Claim, no, opposite, type Truth } from './filter-truth.ts';
import { among, type FilterContext, inRange, listDistinct, ofVisit } from './filter-values.ts';

const address = ofVisit('address');
/** IPv4 as stored: dotted. Everything else is judged one by one. */
const isDotted = sql<SqlBool>`(${address} like '%.%' and ${address} not like '%:%')`;

/** Where the visitor's address meets a condition. One that cannot be read is unknown. */
export async function truthOfAddress(context: FilterContext, condition: Condition): Promise<Truth> {
  const isThere = { isTrue: sql<SqlBool>`${address} <> ''`, isFalse: sql<SqlBool>`${address} = ''` };
  if (condition.operator === 'isSet') return isThere;
  if (condition.operator === 'isNotSet') return opposite(isThere);
  const written = String(condition.value ?? '');
  const pattern = compileAddressPattern(written);
  if (pattern === null) return alwaysUnknown;
  const dotted = dottedClaim(written.trim());
  const values = await listDistinct(
    context,
    address,
    sql`visit where visit.site_id = ${context.site.id} and ${inRange(ofVisit('id'), context)} and ${
      dotted === null ? sql<SqlBool>`true` : sql<SqlBool>`not ${isDotted}`
    }`,
    condition.variable,
  );
  const { accepted, refused } = judge(values, pattern);
  const judgedTrue = among(address, accepted, context.dialect);
  const judgedFalse = among(address, refused, context.dialect);
  if (dotted === null) return { isTrue: judgedTrue, isFalse: judgedFalse };
  return {
    isTrue: sql<SqlBool>`(${isDotted} and ${dotted} or ${judgedTrue})`,
    isFalse: sql<SqlBool>`(${isDotted} and not ${dotted} or ${judgedFalse})`,
  };
}

function judge(values: readonly string[], pattern: AddressPattern): { accepted: string[]; refused: string[] } {
  const accepted: string[] = [];
  const refused: string[] = [];
  for (const value of values) {
    const read = readClientAddress(value);
    if (read === null) continue;
    (pattern.matches(read) ? accepted : refused).push(value);
  }
  return { accepted, refused };
}

/** A pattern as a claim on dotted addresses; null: SQL can't say it. */
function dottedClaim(written: string): Claim | null {
  if (written === '*') return sql<SqlBool>`true`;
  const network = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(written);
  if (network) return inNetwork(network[1] ?? '', Number(network[2]));
  if (/^[\d.]+$/.test(written)) return sql<SqlBool>`${address} = ${written}`;
  if (/^[\d.*]+$/.test(written)) return sql<SqlBool>`${address} like ${written.replaceAll('*', '%')}`;
  // Another spelling, or IPv6.
  return null;
}

/** A network as the prefixes in dots that make it up: at most 128. */
function inNetwork(base: string, bits: number): Claim {
  const parts = base.split('.').map(Number);
  const whole = Math.floor(bits / 8);
  const rest = bits % 8;
  const prefix = parts.slice(0, whole);
  if (whole === 4) return sql<SqlBool>`${address} = ${prefix.join('.')}`;
  const size = 2 ** (8 - rest);
  const first = Math.floor((parts[whole] ?? 0) / size) * size;
  const like = (known: readonly number[]) =>
    known.length === 4
      ? sql<SqlBool>`${address} = ${known.join('.')}`
      : sql<SqlBool>`${address} like ${known.length === 0 ? '%' : `${known.join('.')}.%`}`;
  if (rest === 0) return like(prefix);
  const claims = Array.from({ length: size }, (_, step) => like([...prefix, first + step]));
  return claims.length === 0 ? no : sql<SqlBool>`(${sql.join(claims, sql.raw(' or '))})`;
}
