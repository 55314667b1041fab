import { deflateRawSync } from 'node:zlib';

/** A PDF that says nothing. */
export const samplePdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

/** A ZIP of these parts, `content` packed unless it is the first and called `mimetype`. */
export function zipOf(parts: Readonly<Record<string, string>>): Buffer {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const isStored = name === 'mimetype';
    const data = isStored ? Buffer.from(content) : deflateRawSync(content);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(isStored ? 0 : 8, 4);
    shared.writeUInt32LE(data.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(Buffer.byteLength(name), 22);
    const body = Buffer.concat([Buffer.from('504b0304', 'hex'), shared, Buffer.from(name), data]);
    const end = Buffer.alloc(14);
    end.writeUInt32LE(offset, 10);
    list.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), shared, end, Buffer.from(name)]));
    bodies.push(body);
    offset += body.length;
  }
  const all = Buffer.concat(list);
  const tail = Buffer.alloc(22);
  tail.write('504b0506', 'hex');
  tail.writeUInt16LE(list.length, 8);
  tail.writeUInt16LE(list.length, 10);
  tail.writeUInt32LE(all.length, 12);
  tail.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, all, tail]);
}
