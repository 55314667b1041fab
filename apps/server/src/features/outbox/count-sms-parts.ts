/** The letters of GSM 03.38 that take one place, and those that take two. */
const oneEach = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà]$/;
const twoEach = /^[\f^{}\\[~\]|€]$/;

/** How many SMS a text takes: 160 letters of the GSM alphabet, or 70 of any; less in each when there are several. */
export function countSmsParts(text: string): number {
  const letters = [...text];
  const isGsm = letters.every((letter) => oneEach.test(letter) || twoEach.test(letter));
  const places = isGsm ? letters.reduce((sum, letter) => sum + (twoEach.test(letter) ? 2 : 1), 0) : text.length;
  const [alone, each] = isGsm ? [160, 153] : [70, 67];
  return places <= alone ? Math.min(places, 1) : Math.ceil(places / each);
}
