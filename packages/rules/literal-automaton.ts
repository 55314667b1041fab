/** A piece of text to be found, not empty; where asked, only at the start or at an end of the subject. */
export interface Literal {
  readonly text: string;
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/** Finds many literals in one pass over a subject (Aho and Corasick, 1975). */
export interface LiteralAutomaton {
  /**
   * Numbers of the literals found, each once, in no order. A subject has two ends: its own, and `earlyEnd` (at most its
   * length). The cost grows with the subject and with what is found, not with the literals there are.
   */
  find(subject: string, earlyEnd: number): number[];
}

/** A tree of all literals, its nodes numbered level by level, so that the children of a node follow one another. */
interface Tree {
  /** Per node, and one more: node n has the children `firstChild[n]` to `firstChild[n + 1]`, by ascending letter. */
  readonly firstChild: Int32Array;
  /** Per node: the letter that leads to it. */
  readonly letters: Uint16Array;
  /** Per node: the literal that ends there, or -1. */
  readonly literals: Int32Array;
  /** The same for literals that have to stand at an end. */
  readonly endLiterals: Int32Array;
}

/** Literals may begin anywhere below the one root, at the start of the subject only below the other. */
const anywhere = 0;
const atStart = 1;

/** Cells of the table that spares the nodes nearest to the roots, where the walk mostly is, the search for a child. */
const maxTableCells = 32_768;

/** Builds the automaton; a literal's number is its place. Literals must differ. */
export function buildLiteralAutomaton(literals: readonly Literal[]): LiteralAutomaton {
  const alphabet = buildAlphabet(literals);
  const tree = buildTree(literals, alphabet);
  const fallbacks = linkFallbacks(tree);
  const reporters = linkReporters(tree, fallbacks);
  const { width, table } = tabulate(tree, fallbacks, alphabet);
  const tabulated = table.length / width;
  const { letterOf } = alphabet;
  const isFound = new Uint8Array(literals.length);

  const step = (from: number, letter: number): number => {
    let node = from;
    while (node >= tabulated) {
      const child = findChild(tree, node, letter);
      if (child !== none) return child;
      node = fallbacks[node] ?? anywhere;
    }
    return table[node * width + letter] ?? anywhere;
  };

  const report = (literal: number, found: number[]): void => {
    if (isFound[literal] === 1) return;
    isFound[literal] = 1;
    found.push(literal);
  };

  const reportEnds = (last: number, found: number[]): void => {
    for (let node = last; node !== anywhere; node = fallbacks[node] ?? anywhere) {
      const literal = tree.endLiterals[node] ?? none;
      if (literal !== none) report(literal, found);
    }
  };

  return {
    find: (subject, earlyEnd) => {
      const found: number[] = [];
      let node = atStart;
      for (let at = 0; at < subject.length; at++) {
        if (at === earlyEnd) reportEnds(node, found);
        const code = subject.charCodeAt(at);
        const letter = code < letterOf.length ? (letterOf[code] ?? 0) : 0;
        node = letter === 0 ? anywhere : step(node, letter);
        for (let ending = reporters[node] ?? anywhere; ending !== anywhere; ) {
          const literal = tree.literals[ending] ?? none;
          // Whatever ends in it was found along with it.
          if (isFound[literal] === 1) break;
          report(literal, found);
          ending = reporters[fallbacks[ending] ?? anywhere] ?? anywhere;
        }
      }
      reportEnds(node, found);
      for (const literal of found) isFound[literal] = 0;
      return found;
    },
  };
}

const none = -1;

interface Alphabet {
  /** Per UTF-16 code unit, as far as the last that occurs: its letter, in the same order; 0 for all that don't occur. */
  readonly letterOf: Uint16Array;
  readonly letters: number;
}

function buildAlphabet(literals: readonly Literal[]): Alphabet {
  const occurs = new Uint8Array(65_536);
  for (const { text } of literals) for (let at = 0; at < text.length; at++) occurs[text.charCodeAt(at)] = 1;
  const letterOf = new Uint16Array(occurs.lastIndexOf(1) + 1);
  let letters = 0;
  for (let code = 0; code < letterOf.length; code++) if (occurs[code] === 1) letterOf[code] = ++letters;
  return { letterOf, letters };
}

/** Builds level by level from the sorted texts: what begins alike lies together, so a node is a range of them. */
function buildTree(literals: readonly Literal[], { letterOf }: Alphabet): Tree {
  const texts = literals.map(({ text }) => text);
  const sorted = literals.map((_, number) => number).sort((a, b) => compare(texts[a] ?? '', texts[b] ?? ''));
  const order = [false, true].flatMap((bound) => sorted.filter((number) => literals[number]?.atStart === bound));
  const { spelled, offsets } = spell(order, texts, letterOf);
  const most = spelled.length + 2;
  const firstChild = new Int32Array(most + 1);
  const letters = new Uint16Array(most);
  const ownLiterals = new Int32Array(most).fill(none);
  const endLiterals = new Int32Array(most).fill(none);
  const starts = new Int32Array(most);
  const ends = new Int32Array(most);
  const firstAtStart = order.findIndex((number) => literals[number]?.atStart);
  ends[anywhere] = starts[atStart] = firstAtStart < 0 ? order.length : firstAtStart;
  ends[atStart] = order.length;

  let nodes = 2;
  let nextLevel = nodes;
  let depth = 0;
  for (let node = 0; node < nodes; node++) {
    if (node === nextLevel) {
      nextLevel = nodes;
      depth++;
    }
    firstChild[node] = nodes;
    const end = ends[node] ?? 0;
    let at = starts[node] ?? 0;
    for (; at < end && (offsets[at] ?? 0) + depth === offsets[at + 1]; at++) {
      const number = order[at] ?? none;
      (literals[number]?.atEnd ? endLiterals : ownLiterals)[node] = number;
    }
    while (at < end) {
      const letter = spelled[(offsets[at] ?? 0) + depth] ?? 0;
      letters[nodes] = letter;
      starts[nodes] = at;
      while (at < end && spelled[(offsets[at] ?? 0) + depth] === letter) at++;
      ends[nodes++] = at;
    }
  }
  firstChild[nodes] = nodes;
  return {
    firstChild: firstChild.slice(0, nodes + 1),
    letters: letters.slice(0, nodes),
    literals: ownLiterals.slice(0, nodes),
    endLiterals: endLiterals.slice(0, nodes),
  };
}

/** The texts in letters, one after another in that order; the place where each begins, and where the last ends. */
function spell(order: readonly number[], texts: readonly string[], letterOf: Uint16Array) {
  const spelled = new Uint16Array(texts.reduce((sum, text) => sum + text.length, 0));
  const offsets = new Int32Array(texts.length + 1);
  let length = 0;
  order.forEach((number, place) => {
    const text = texts[number] ?? '';
    for (let at = 0; at < text.length; at++) spelled[length++] = letterOf[text.charCodeAt(at)] ?? 0;
    offsets[place + 1] = length;
  });
  return { spelled, offsets };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function findChild({ firstChild, letters }: Tree, node: number, letter: number): number {
  let low = firstChild[node] ?? 0;
  let high = firstChild[node + 1] ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const there = letters[middle] ?? 0;
    if (there === letter) return middle;
    if (there < letter) low = middle + 1;
    else high = middle;
  }
  return none;
}

/** Per node: the node of the longest text that its own ends in. It always has a lower number. */
function linkFallbacks(tree: Tree): Int32Array {
  const fallbacks = new Int32Array(tree.letters.length);
  for (let node = 0; node < fallbacks.length; node++) {
    const end = tree.firstChild[node + 1] ?? 0;
    for (let child = tree.firstChild[node] ?? 0; child < end; child++) {
      const letter = tree.letters[child] ?? 0;
      let shorter = node;
      let target = none;
      while (target === none && shorter !== anywhere) {
        shorter = fallbacks[shorter] ?? anywhere;
        target = findChild(tree, shorter, letter);
      }
      fallbacks[child] = Math.max(target, anywhere);
    }
  }
  return fallbacks;
}

/** Per node: the nearest node with a literal to report, from itself by way of the fallbacks. */
function linkReporters({ literals }: Tree, fallbacks: Int32Array): Int32Array {
  const reporters = new Int32Array(literals.length);
  for (let node = 0; node < reporters.length; node++)
    reporters[node] = literals[node] === none ? (reporters[fallbacks[node] ?? anywhere] ?? anywhere) : node;
  return reporters;
}

/** The node that follows each of the first nodes on each letter, fallbacks already taken. */
function tabulate(tree: Tree, fallbacks: Int32Array, alphabet: Alphabet): { width: number; table: Int32Array } {
  const width = alphabet.letters + 1;
  const rows = Math.min(tree.letters.length, Math.max(2, Math.floor(maxTableCells / width)));
  const table = new Int32Array(rows * width);
  for (let node = 0; node < rows; node++) {
    const fallback = (fallbacks[node] ?? anywhere) * width;
    table.copyWithin(node * width, fallback, fallback + width);
    const end = tree.firstChild[node + 1] ?? 0;
    for (let child = tree.firstChild[node] ?? 0; child < end; child++)
      table[node * width + (tree.letters[child] ?? 0)] = child;
  }
  return { width, table };
}
