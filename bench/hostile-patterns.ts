/**
 * Patterns written to be costly, and subjects to try them on (G-18): wildcards, and `re:` expressions of the kinds on
 * which engines that backtrack never end, and those that don't have much to keep in mind. The same for the same seed.
 */
import { oneOf, randomNumbers } from './support/random.ts';

/** As long as a page pattern may be, and as many stars. */
const maxLength = 500;
const maxStars = 32;

type Random = () => number;
type Shape = (random: Random) => string;

/** Wildcards and expressions in turn. Some of the expressions are too large to be saved. */
export function hostilePatterns(count: number, seed: number): string[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, (_, index) => {
    const shape = oneOf(index % 2 === 0 ? wildcards : expressions, random);
    const prefix = index % 2 === 0 ? '' : 're:';
    let pattern = prefix + shape(random);
    while (pattern.length > maxLength) pattern = prefix + shape(random);
    return pattern;
  });
}

/**
 * A text of that length that keeps the pattern busy to its end: for wildcards, nearly their longest piece again and
 * again; for an expression a muddle of its own letters, except for the last, for which all the rest waits.
 */
export function hostileSubject(pattern: string, length: number): string {
  return pattern.startsWith('re:') ? subjectOfExpression(pattern, length) : subjectOfWildcards(pattern, length);
}

function subjectOfWildcards(pattern: string, length: number): string {
  const pieces = pattern.split('*');
  const head = pieces.shift() ?? '';
  const tail = pieces.pop() ?? '';
  const longest = pieces.toSorted((one, other) => other.length - one.length)[0] ?? '';
  const filling = longest.slice(0, -1) || 'a';
  const room = Math.max(0, length - head.length - tail.length);
  return (head + filling.repeat(Math.ceil(room / filling.length)).slice(0, room) + tail).slice(0, length);
}

function subjectOfExpression(pattern: string, length: number): string {
  // Of `\d{1,4}` and `\pL` neither the letters nor the numbers are read.
  const letters = pattern.slice('re:'.length).replace(/\\p\{\w+\}|\\\w\w?|\{[\d,]+\}|\(\?[a-z]*:?/g, '');
  const known = [...new Set(letters.replace(/[^\p{L}\d/=-]/gu, ''))];
  const used = known.length > 1 ? known.slice(0, -1) : ['a', 'b'];
  const random = randomNumbers(pattern.length * 7919 + (pattern.codePointAt(pattern.length - 1) ?? 0));
  const muddle = Array.from({ length }, () => oneOf(used, random)).join('');
  // The end of a line of letters is not the end of the text.
  return `${muddle.slice(0, length - 1)}!`;
}

const between = (least: number, most: number, random: Random) => least + Math.floor(random() * (most - least + 1));
const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => make(i)).join('');
const letter = (random: Random) => oneOf([...'abcdefghijklmnopqrstuvw'], random);

const wildcards: readonly Shape[] = [
  // One letter per star, and one that never comes.
  (random) => `${times(between(1, maxStars, random), () => `${letter(random)}*`)}z`,
  (random) => `${`*${letter(random)}`.repeat(between(1, maxStars - 1, random))}*z*`.slice(0, 2 * maxStars),
  // Pieces that fail on their last letter.
  (random) => {
    const stars = between(1, maxStars - 1, random);
    const piece = letter(random).repeat(between(1, Math.floor(maxLength / stars) - 3, random));
    return `${`*${piece}`.repeat(stars)}z*`;
  },
  // Pieces that fail in their middle, and so nearly fit again one further.
  (random) => {
    const one = letter(random);
    const first = between(1, 240, random);
    return `*${one.repeat(first)}z${one.repeat(between(1, 240, random))}*`;
  },
  // Pieces that repeat themselves, but not quite.
  (random) => {
    const part = times(between(2, 9, random), () => oneOf(['a', 'b'], random));
    return `*${part.repeat(between(2, Math.floor(480 / part.length), random))}z*`;
  },
  (random) => `*${fibonacciWord(between(5, 12, random))}z*`,
  (random) =>
    '*'.repeat(between(1, maxStars, random)) + times(between(0, 400, random), () => oneOf(['a', 'b'], random)),
  // Anything at all.
  (random) => {
    let stars = 0;
    return times(between(1, maxLength, random), () => {
      const next = oneOf(['a', 'a', 'b', '/', '*'], random);
      return next === '*' && ++stars > maxStars ? 'a' : next;
    });
  },
];

const expressions: readonly Shape[] = [
  // Repetitions of repetitions.
  (random) => `${nested(letter(random), between(1, 12, random), random)}+$`,
  (random) => `(?:${letter(random)}+${letter(random)}+)+z`,
  (random) => `^(?:\\w+\\s?)*${letter(random)}$`,
  (random) => `(?:(?:a{1,${between(1, 6, random)}}b?){1,${between(1, 6, random)}}c?){1,${between(1, 6, random)}}z`,
  // Choices that begin alike.
  (random) => {
    const one = letter(random);
    return `(?:${one}|${one}${one}|${one}+)*z`;
  },
  (random) =>
    `(?:${Array.from({ length: between(2, 60, random) }, () => times(between(1, 7, random), () => letter(random))).join('|')})+z`,
  // Gaps between gaps.
  (random) => `${'.*'.repeat(between(1, 40, random))}=.*`,
  (random) => `(?:.*){1,${between(1, 200, random)}}z`,
  (random) =>
    `${times(between(1, 30, random), () => oneOf(['[a-z]*', '[a-z0-9]*', '\\w*', '\\S+', '[^z]*'], random))}z`,
  (random) => `${letter(random)}.{0,${between(1, 200, random)}}z`,
  (random) => `.{${between(0, 40, random)},${between(40, 160, random)}}z`,
  // As many states at once as letters are counted, and no two places of the text alike.
  (random) => `(?:a|b)*a(?:a|b){${between(1, 160, random)}}z`,
  (random) => {
    const count = between(1, 120, random);
    return `(?:a?){${count}}a{${count}}z`;
  },
  (random) => `[ab]*${times(between(1, 110, random), () => oneOf(['a?', 'b?', '[ab]?', '.?'], random))}z`,
  // Assertions everywhere.
  (random) => `(?:\\b${letter(random)}?\\B|\\b|\\w){1,${between(1, 90, random)}}z`,
  (random) => `(?m:(?:^|a|$|\\n)*){1,${between(1, 60, random)}}z`,
  // Large alphabets, in either case.
  (random) =>
    `(?:${oneOf(['\\pL', '\\p{Greek}', '[^\\pL]', '\\p{Lu}'], random)}|[à-ÿ]|\\d){1,${between(1, 100, random)}}z`,
  (random) => `${times(between(1, 16, random), () => oneOf(['\\pL?', '\\PN*', '\\p{Cyrillic}*', '[а-яё]+'], random))}z`,
  // Anything at all.
  (random) => `${anyExpression(between(1, 7, random), random)}z`,
];

function nested(inner: string, depth: number, random: Random): string {
  let expression = inner;
  for (let level = 0; level < depth; level++) expression = `(${expression}${oneOf(['+', '*', '?'], random)})`;
  return expression;
}

function fibonacciWord(order: number): string {
  let [one, other] = ['a', 'ab'];
  for (let step = 0; step < order; step++) [one, other] = [other, other + one];
  return one;
}

function anyExpression(depth: number, random: Random): string {
  if (depth === 0) return oneOf(['a', 'b', 'ab', '.', '[ab]', '\\w', '[^a]', '\\b', '$', '\\d', 'é', '/'], random);
  const part = () => anyExpression(depth - 1, random);
  return oneOf<Shape>(
    [
      () => part() + part(),
      () => `(?:${part()}|${part()})`,
      () => `(?:${part()})${oneOf(['*', '+', '?', '*?', '{0,3}', '{2,5}', '{7}'], random)}`,
      () => `(${part()})`,
    ],
    random,
  )(random);
}
