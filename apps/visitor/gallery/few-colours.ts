/** Red, green, blue, opacity, each 0 to 255. */
export type Colour = [number, number, number, number];

const most = 256;

/** At most 256 colours for RGBA pixels, by median cut, and for each pixel which of them it is. */
export function fewColours(rgba: Uint8Array): { palette: Colour[]; indices: Uint8Array } {
  const counts = new Map<number, number>();
  const pixels = new DataView(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  for (let at = 0; at < rgba.length; at += 4) {
    const pixel = pixels.getUint32(at);
    counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  }
  const boxes = [[...counts.keys()]];
  while (boxes.length < most) {
    const widest = boxes.reduce((best, box) => (cost(box, counts) > cost(best, counts) ? box : best));
    if (widest.length < 2) break;
    const shift = longestSide(widest).shift;
    widest.sort((one, other) => channel(one, shift) - channel(other, shift));
    boxes[boxes.indexOf(widest)] = widest.splice(0, widest.length >> 1);
    boxes.push(widest);
  }
  const indexOf = new Map(boxes.flatMap((box, index) => box.map((pixel) => [pixel, index] as const)));
  const indices = new Uint8Array(rgba.length / 4);
  for (let at = 0; at < indices.length; at++) indices[at] = indexOf.get(pixels.getUint32(at * 4)) ?? 0;
  return { palette: boxes.map((box) => commonest(box, counts)), indices };
}

function channel(pixel: number, shift: number): number {
  return (pixel >>> shift) & 255;
}

function longestSide(box: number[]): { shift: number; length: number } {
  let longest = { shift: 0, length: -1 };
  for (const shift of [24, 16, 8, 0]) {
    let low = 255;
    let high = 0;
    for (const pixel of box) {
      low = Math.min(low, channel(pixel, shift));
      high = Math.max(high, channel(pixel, shift));
    }
    if (high - low > longest.length) longest = { shift, length: high - low };
  }
  return longest;
}

/** What a box loses by being one colour: its extent, weighed by how much of the picture it is. */
function cost(box: number[], counts: Map<number, number>): number {
  if (box.length < 2) return 0;
  let pixels = 0;
  for (const pixel of box) pixels += counts.get(pixel) ?? 0;
  return longestSide(box).length * Math.log(1 + pixels);
}

/** The commonest colour of a box: large flat areas keep exactly their own. */
function commonest(box: number[], counts: Map<number, number>): Colour {
  const pixel = box.reduce((best, other) => ((counts.get(other) ?? 0) > (counts.get(best) ?? 0) ? other : best));
  return [channel(pixel, 24), channel(pixel, 16), channel(pixel, 8), channel(pixel, 0)];
}
