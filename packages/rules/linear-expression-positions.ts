import { assertion, type Instruction, type LinearExpressionProgram, operation } from './linear-expression-program.ts';

/**
 * A state of Glushkov's automaton (1961): to be in a position means that its instruction has just read a character.
 * Assertions are settled while it is built, since a position also says what kind of character that was.
 */
export interface Position {
  /** The stretches of characters that lead to it. */
  readonly stretches: readonly number[];
  /** The positions, by index, that may read the next character. */
  readonly next: readonly number[];
}

/** All positions of an expression, those that read the same characters side by side. */
export interface LinearExpressionPositions {
  readonly all: readonly Position[];
  /** Those that may read the first character. */
  readonly first: readonly number[];
  /** So many positions, the first ones, read whatever comes behind a place where the expression was found. */
  readonly found: number;
  /** The one of these that reads the end of the text. */
  readonly foundAtEnd: number;
}

/** What assertions see of a character, or of nothing where the text begins and ends. */
type Kind = typeof other | typeof word | typeof newline | typeof nothing;
const other = 0;
const word = 1;
const newline = 2;
const nothing = 3;
const kindCount = 4;

/** Readers that the program lacks: of whatever comes before the expression, and of whatever comes behind it. */
const before = -2;
const behind = -1;

/** An instruction and one kind of character that it reads. */
interface Reader {
  readonly instruction: number;
  readonly kind: Kind;
  readonly stretches: readonly number[];
}

/** Finds the positions of an expression that may begin anywhere in a text. */
export function findPositions(program: LinearExpressionProgram): LinearExpressionPositions {
  const used = usedAssertions(program.instructions);
  const kinds = Array.from(program.stretches, (rune) => kindOf(rune, used));
  const kindsInText = [...new Set(kinds)];
  const nextKinds: readonly Kind[] = [...kindsInText, nothing];

  const settled = new Map<number, readonly number[]>();
  const reach = (from: number, kind: Kind, nextKind: Kind): readonly number[] => {
    const holds = used & assertionsBetween(kind, nextKind);
    const key = from * 64 + holds;
    const reached = settled.get(key) ?? findReached(program.instructions, from, holds);
    settled.set(key, reached);
    return reached;
  };
  const beginsLater = kindsInText.some((kind) =>
    nextKinds.some((nextKind) => reach(program.start, kind, nextKind).length > 0),
  );

  const allOf = (instruction: number, kind: Kind): Reader => ({
    instruction,
    kind,
    stretches: kinds.flatMap((each, stretch) => (each === kind ? [stretch] : [])),
  });
  const readers = [
    ...nextKinds.map((kind) => allOf(behind, kind)),
    ...(beginsLater ? kindsInText.map((kind) => allOf(before, kind)) : []),
    ...findReaders(program, kinds),
  ];
  const indexes = new Int16Array((program.instructions.length - before) * kindCount).fill(-1);
  readers.forEach(({ instruction, kind }, index) => {
    indexes[(instruction - before) * kindCount + kind] = index;
  });

  const follow = ({ instruction, kind }: Pick<Reader, 'instruction' | 'kind'>): number[] => {
    if (instruction === behind) return [];
    const from = program.instructions[instruction]?.out ?? program.start;
    return nextKinds.flatMap((nextKind) => {
      const reached = reach(from, kind, nextKind);
      return (instruction === before ? [before, ...reached] : reached)
        .map((reader) => indexes[(reader - before) * kindCount + nextKind] ?? -1)
        .filter((index) => index >= 0);
    });
  };
  return {
    all: readers.map((reader) => ({ stretches: reader.stretches, next: follow(reader) })),
    first: follow({ instruction: before, kind: nothing }),
    found: nextKinds.length,
    foundAtEnd: nextKinds.length - 1,
  };
}

/** Sorted so that instructions that read the same characters, or begin to, come side by side. */
function findReaders({ instructions, stretches }: LinearExpressionProgram, kinds: readonly Kind[]): Reader[] {
  const taken = new Map<Int32Array | number, readonly number[]>();
  const readers: Reader[] = [];
  instructions.forEach((instruction, index) => {
    const { op, arg, runes } = instruction;
    if (op < operation.firstReading) return;
    // One alone may or may not stand for its other case; of ranges, all cases are written out.
    const key = runes.length === 1 ? (runes[0] ?? 0) * 2 + arg : runes;
    const reads = taken.get(key) ?? [...stretches.keys()].filter((at) => instruction.matchRune(stretches[at] ?? 0));
    taken.set(key, reads);
    for (const kind of new Set(reads.map((stretch) => kinds[stretch] ?? other)))
      readers.push({ instruction: index, kind, stretches: reads.filter((stretch) => kinds[stretch] === kind) });
  });
  const firstOf = ({ stretches }: Reader) => stretches[0] ?? 0;
  return readers.sort((a, b) => firstOf(a) - firstOf(b) || a.stretches.length - b.stretches.length);
}

/** The readers that can be reached without reading, where just these assertions hold. */
function findReached(instructions: readonly Instruction[], start: number, holds: number): number[] {
  const reached: number[] = [];
  const seen = new Uint8Array(instructions.length);
  const pending = [start];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    const instruction = instructions[at];
    if (instruction === undefined || seen[at] === 1) continue;
    seen[at] = 1;
    const { op, out, arg } = instruction;
    if (op >= operation.firstReading) reached.push(at);
    else if (op === operation.match) reached.push(behind);
    else if (op === operation.either) pending.push(out, arg);
    else if (op === operation.capture || op === operation.nothing) pending.push(out);
    else if (op === operation.assert && (arg & ~holds) === 0) pending.push(out);
  }
  return reached;
}

function usedAssertions(instructions: readonly Instruction[]): number {
  return instructions.reduce((used, { op, arg }) => (op === operation.assert ? used | arg : used), 0);
}

/** Kinds that no assertion of the expression tells apart are one: each costs positions. */
function kindOf(rune: number, used: number): Kind {
  if ((used & (assertion.lineBegins | assertion.lineEnds)) !== 0 && rune === 10) return newline;
  if ((used & (assertion.wordBorder | assertion.noWordBorder)) === 0) return other;
  return /\w/.test(String.fromCodePoint(rune)) ? word : other;
}

/** What holds between two characters. */
function assertionsBetween(kind: Kind, nextKind: Kind): number {
  let holds = (kind === word) === (nextKind === word) ? assertion.noWordBorder : assertion.wordBorder;
  if (kind === nothing) holds |= assertion.textBegins | assertion.lineBegins;
  if (kind === newline) holds |= assertion.lineBegins;
  if (nextKind === nothing) holds |= assertion.textEnds | assertion.lineEnds;
  if (nextKind === newline) holds |= assertion.lineEnds;
  return holds;
}
