import { crc32 } from 'node:zlib';
import ipaddr from 'ipaddr.js';

/** Address ranges with their organisations, compiled: about 10 MB for the whole Internet. */
export interface OrganisationTable {
  /** The organisation that an IP address belongs to, or null. */
  find(address: string): string | null;
}

/** What a table is built from. Ranges are sorted and do not overlap; both ends are inside. */
export interface OrganisationRanges {
  /** IPv4 addresses as numbers. */
  ipv4: { starts: Uint32Array; ends: Uint32Array; names: Uint32Array };
  /** The upper 64 bits of IPv6 addresses: no organisation has less than a /64. */
  ipv6: { starts: BigUint64Array; ends: BigUint64Array; names: Uint32Array };
  /** Names, which the ranges refer to by their place here. */
  names: string[];
}

/*
 * Layout, in the byte order of the machine (the other order does not match the mark):
 * header, 8 × u32: mark, checksum of all that follows it, source, sizes of (IPv4 ranges, IPv6 ranges, names, bytes), 0;
 * IPv6 starts and ends (u64); IPv4 starts, ends, names and IPv6 names (u32); ends of the names (u32); names in UTF-8.
 */
const mark = 0xf07e_0001;
const headerBytes = 32;

/** Packs ranges into bytes that `openOrganisationTable` reads in place. `source` says what they were made from. */
export function packOrganisations({ ipv4, ipv6, names }: OrganisationRanges, source: number): Uint8Array<ArrayBuffer> {
  const text = Buffer.from(names.join(''), 'utf8');
  let end = 0;
  const nameEnds = Uint32Array.from(names, (name) => {
    end += Buffer.byteLength(name, 'utf8');
    return end;
  });
  const parts = [ipv6.starts, ipv6.ends, ipv4.starts, ipv4.ends, ipv4.names, ipv6.names, nameEnds, text];
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, headerBytes));
  let position = headerBytes;
  for (const part of parts) {
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), position);
    position += part.byteLength;
  }
  const header = new Uint32Array(bytes.buffer, 0, 8);
  header.set([mark, 0, source, ipv4.starts.length, ipv6.starts.length, names.length, text.byteLength]);
  header[1] = crc32(bytes.subarray(8));
  return bytes;
}

/** Opens packed ranges. Null when they are damaged, of another version, or made from another source. */
export function openOrganisationTable(bytes: Uint8Array<ArrayBuffer>, source: number): OrganisationTable | null {
  if (bytes.byteOffset % 8 !== 0 || bytes.byteLength < headerBytes) return null;
  const header = new Uint32Array(bytes.buffer, bytes.byteOffset, 8);
  const [theMark, checksum, theSource, ipv4Count = 0, ipv6Count = 0, nameCount = 0, textBytes = 0] = header;
  const expectedBytes = headerBytes + ipv6Count * 20 + ipv4Count * 12 + nameCount * 4 + textBytes;
  if (theMark !== mark || theSource !== source || bytes.byteLength !== expectedBytes) return null;
  if (crc32(bytes.subarray(8)) !== checksum) return null;

  let position = bytes.byteOffset + headerBytes;
  const take = (byteLength: number) => {
    position += byteLength;
    return position - byteLength;
  };
  const takeU32 = (length: number) => new Uint32Array(bytes.buffer, take(length * 4), length);
  const takeU64 = (length: number) => new BigUint64Array(bytes.buffer, take(length * 8), length);
  const ipv6Starts = takeU64(ipv6Count);
  const ipv6Ends = takeU64(ipv6Count);
  const ipv4Starts = takeU32(ipv4Count);
  const ipv4Ends = takeU32(ipv4Count);
  const ipv4Names = takeU32(ipv4Count);
  const ipv6Names = takeU32(ipv6Count);
  const nameEnds = takeU32(nameCount);
  const text = Buffer.from(bytes.buffer, take(textBytes), textBytes);

  const nameAt = (index: number | undefined): string | null =>
    index === undefined ? null : text.toString('utf8', index === 0 ? 0 : nameEnds[index - 1], nameEnds[index]) || null;

  return {
    find(address) {
      const parsed = ipaddr.process(address);
      if (parsed instanceof ipaddr.IPv4) {
        const [a = 0, b = 0, c = 0, d = 0] = parsed.octets;
        return nameAt(ipv4Names[rangeOf(((a << 24) | (b << 16) | (c << 8) | d) >>> 0, ipv4Starts, ipv4Ends)]);
      }
      const upper = parsed.parts.slice(0, 4).reduce((bits, part) => (bits << 16n) | BigInt(part), 0n);
      return nameAt(ipv6Names[rangeOf(upper, ipv6Starts, ipv6Ends)]);
    },
  };
}

interface Sorted<Value> {
  readonly length: number;
  readonly [index: number]: Value;
}

/** Place of the range that holds `value`, or -1. */
function rangeOf<Value extends number | bigint>(value: Value, starts: Sorted<Value>, ends: Sorted<Value>): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const start = starts[middle];
    if (start !== undefined && start <= value) low = middle + 1;
    else high = middle;
  }
  const end = ends[low - 1];
  return end !== undefined && value <= end ? low - 1 : -1;
}
