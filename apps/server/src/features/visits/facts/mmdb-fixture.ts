import ipaddr from 'ipaddr.js';

/** A value that a test database can hold. */
export type FixtureValue = string | number | FixtureValue[] | { [key: string]: FixtureValue };

/**
 * Builds a small database in the MaxMind DB format 2.0, for tests only: networks in CIDR notation, none inside another,
 * with their records. IPv4 networks lie at `::/96` of an IPv6 tree, as in the files that are published.
 */
export function buildMmdb(ipVersion: 4 | 6, records: Record<string, FixtureValue>): Buffer {
  const nodes: [left: number | null, right: number | null][] = [[null, null]];
  const leaves: { node: number; side: 0 | 1; offset: number }[] = [];
  const data: Buffer[] = [];
  let dataLength = 0;

  for (const [network, record] of Object.entries(records)) {
    const bits = bitsOf(network, ipVersion);
    let node = 0;
    for (const [depth, side] of bits.entries()) {
      const nodeNow = nodes[node] ?? [null, null];
      if (depth === bits.length - 1) {
        leaves.push({ node, side, offset: dataLength });
        break;
      }
      const next = nodeNow[side] ?? nodes.push([null, null]) - 1;
      nodeNow[side] = next;
      node = next;
    }
    const encoded = encode(record);
    data.push(encoded);
    dataLength += encoded.length;
  }
  // In the tree, numbers from the node count on mean: none, then places in the data, 16 bytes of separator later.
  for (const { node, side, offset } of leaves) {
    const nodeNow = nodes[node];
    if (nodeNow) nodeNow[side] = nodes.length + 16 + offset;
  }
  const tree = Buffer.alloc(nodes.length * 6);
  for (const [index, value] of nodes.flat().entries()) tree.writeUIntBE(value ?? nodes.length, index * 3, 3);

  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1,
    database_type: 'Test',
    description: {},
    ip_version: ipVersion,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 24,
  });
  return Buffer.concat([tree, Buffer.alloc(16), ...data, Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1'), metadata]);
}

function bitsOf(network: string, ipVersion: 4 | 6): (0 | 1)[] {
  const [address, prefixBits] = ipaddr.parseCIDR(network);
  const bytes = address.toByteArray();
  const inIPv6 = ipVersion === 6 && bytes.length === 4;
  const all = (inIPv6 ? [...Array<number>(12).fill(0), ...bytes] : bytes).flatMap((byte) =>
    [7, 6, 5, 4, 3, 2, 1, 0].map((shift): 0 | 1 => ((byte >> shift) & 1 ? 1 : 0)),
  );
  return all.slice(0, prefixBits + (inIPv6 ? 96 : 0));
}

function encode(value: FixtureValue): Buffer {
  if (typeof value === 'string') return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap((entry) => entry.map(encode))]);
}

/** Type and size, the size up to 284; types from 8 on take a byte more. */
function control(type: number, size: number): Buffer {
  const small = Math.min(size, 29);
  const bytes = type < 8 ? [(type << 5) | small] : [small, type - 7];
  return Buffer.from(size < 29 ? bytes : [...bytes, size - 29]);
}
