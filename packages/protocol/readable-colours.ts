/** WCAG 2.2 §1.4.3, level AA, for text of any size. */
const enough = 4.5;
/** A colour on which white stands out less than this is a light one, and takes dark text. */
const lightBelow = 3;

/**
 * The site's colour (`#rrggbb`) and a text colour that can be read on it: white, for which a middling colour becomes a
 * little darker, or near-black on light colours.
 */
export function readableColours(colour: string): { ground: string; text: string } {
  let channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  if (contrastWithWhite(channels) < lightBelow) return { ground: colour, text: '#16181d' };
  while (contrastWithWhite(channels) < enough) channels = channels.map((channel) => Math.floor(channel * 0.98));
  return { ground: `#${channels.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`, text: '#ffffff' };
}

function contrastWithWhite(channels: number[]): number {
  const [red, green, blue] = channels.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
