import type { WrapUpOption } from '@foyer/protocol/wrap-up';

type Options = readonly WrapUpOption[];

/** One option as a row of the editor: the tree without its branches, told by depth. */
export interface OptionRow {
  readonly option: WrapUpOption;
  /** 0: at the top. */
  readonly depth: number;
}

/** All rows, each before those below it. */
export function toRows(options: Options, depth = 0): OptionRow[] {
  return options.flatMap((option) => [{ option, depth }, ...toRows(option.options, depth + 1)]);
}

/** The tree that rows make; a row that is too deep hangs on the one before it. */
export function fromRows(rows: readonly OptionRow[]): WrapUpOption[] {
  const top: WrapUpOption[] = [];
  const open: WrapUpOption[] = [];
  for (const { option, depth } of rows) {
    const copy = { ...option, options: [] };
    const level = Math.min(depth, open.length);
    open.length = level;
    (open[level - 1]?.options ?? top).push(copy);
    open.push(copy);
  }
  return top;
}

/** A new, empty option. */
export function newOption(label = ''): WrapUpOption {
  return { id: crypto.randomUUID(), label, archived: false, options: [] };
}

/** The tree with one option changed. */
export function changeOption(options: Options, id: string, change: Partial<WrapUpOption>): WrapUpOption[] {
  return options.map((option) =>
    option.id === id ? { ...option, ...change } : { ...option, options: changeOption(option.options, id, change) },
  );
}

/** The tree without one option and all below it. */
export function removeOption(options: Options, id: string): WrapUpOption[] {
  return options
    .filter((option) => option.id !== id)
    .map((option) => ({ ...option, options: removeOption(option.options, id) }));
}

/** The tree with an option put behind another, beside it; behind none: at the end. */
export function addAfter(options: Options, id: string | null, added: WrapUpOption): WrapUpOption[] {
  if (id === null) return [...options, added];
  return options.flatMap((option) => {
    const here = { ...option, options: addAfterWithin(option.options, id, added) };
    return option.id === id ? [here, added] : [here];
  });
}

function addAfterWithin(options: Options, id: string, added: WrapUpOption): WrapUpOption[] {
  return options.length === 0 ? [] : addAfter(options, id, added);
}

/** The tree with an option put below another, at its end. */
export function addBelow(options: Options, id: string, added: WrapUpOption): WrapUpOption[] {
  return options.map((option) =>
    option.id === id
      ? { ...option, options: [...option.options, added] }
      : { ...option, options: addBelow(option.options, id, added) },
  );
}

/** One step of an option with all below it: along its siblings, below the one before it, or out of its branch. */
export function stepOption(options: Options, id: string, step: 'up' | 'down' | 'in' | 'out'): WrapUpOption[] {
  const index = options.findIndex((option) => option.id === id);
  const option = options[index];
  if (option === undefined) return options.flatMap((one) => stepWithin(one, id, step));
  const rest = options.filter((one) => one.id !== id);
  switch (step) {
    case 'up':
      return rest.toSpliced(Math.max(0, index - 1), 0, option);
    case 'down':
      return rest.toSpliced(index + 1, 0, option);
    case 'in': {
      const before = rest[index - 1];
      return before === undefined ? [...options] : addBelow(rest, before.id, option);
    }
    case 'out':
      return [...options]; // at the top already
  }
}

function stepWithin(branch: WrapUpOption, id: string, step: 'up' | 'down' | 'in' | 'out'): WrapUpOption[] {
  const child = branch.options.find((option) => option.id === id);
  if (step !== 'out' || child === undefined) return [{ ...branch, options: stepOption(branch.options, id, step) }];
  return [{ ...branch, options: branch.options.filter((option) => option.id !== id) }, child];
}

/** How deep a row can stand between two others: below the one before at most, and not above what hangs below it. */
export function clampDepth(
  wanted: number,
  before: OptionRow | undefined,
  after: OptionRow | undefined,
  maxDepth: number,
): number {
  const most = Math.min(before === undefined ? 0 : before.depth + 1, maxDepth);
  const least = Math.min(after?.depth ?? 0, most);
  return Math.min(Math.max(wanted, least), most);
}

/** Ids of everything below an option. */
export function idsBelow(option: WrapUpOption): string[] {
  return option.options.flatMap((one) => [one.id, ...idsBelow(one)]);
}

/** How many levels there are below an option. */
export function heightOf(option: WrapUpOption): number {
  return option.options.length === 0 ? 0 : 1 + Math.max(...option.options.map(heightOf));
}

/**
 * The tree after an option was dragged, with all below it, to where another row stands, as deep as wanted or as is
 * possible there.
 */
export function dropOption(
  options: Options,
  id: string,
  overId: string,
  wantedDepth: number,
  maxDepth: number,
): WrapUpOption[] {
  const { rows, from, to } = project(options, id, overId);
  const moved = rows[from];
  if (moved === undefined || to === -1) return [...options];
  const others = rows.toSpliced(from, 1);
  const deepest = maxDepth - 1 - heightOf(moved.option);
  const depth = clampDepth(wantedDepth, others[to - 1], others[to], deepest);
  const below = toRows(moved.option.options, depth + 1);
  return fromRows(others.toSpliced(to, 0, { ...moved, depth }, ...below));
}

/** Where a dragged option would stand, and how deep: for showing it. */
export function depthOfDrop(
  options: Options,
  id: string,
  overId: string,
  wantedDepth: number,
  maxDepth: number,
): number {
  const { rows, from, to } = project(options, id, overId);
  const moved = rows[from];
  if (moved === undefined || to === -1) return 0;
  const others = rows.toSpliced(from, 1);
  return clampDepth(wantedDepth, others[to - 1], others[to], maxDepth - 1 - heightOf(moved.option));
}

/** Rows without what hangs below the dragged one, and both places in them. */
function project(options: Options, id: string, overId: string) {
  const all = toRows(options);
  const dragged = all.find(({ option }) => option.id === id);
  const hidden = new Set(dragged === undefined ? [] : idsBelow(dragged.option));
  const rows = all.filter(({ option }) => !hidden.has(option.id));
  const placeOf = (one: string) => rows.findIndex(({ option }) => option.id === one);
  return { rows, from: placeOf(id), to: placeOf(overId) };
}

/** What a refusal says is wrong, by the option it is about; under the key `''` what is about none. */
export function faultsByOption(
  errors: readonly { path: string; message: string }[],
  options: Options,
): Record<string, string> {
  const faults: Record<string, string> = {};
  for (const { path, message } of errors) {
    if (path !== 'options' && !path.startsWith('options.')) continue;
    const id = findByPath(path, options)?.id ?? '';
    faults[id] = faults[id] === undefined ? message : `${faults[id]}\n${message}`;
  }
  return faults;
}

function findByPath(path: string, options: Options): WrapUpOption | null {
  let level = options;
  let found: WrapUpOption | null = null;
  for (const [, index] of path.matchAll(/options\.(\d+)/g)) {
    found = level[Number(index)] ?? null;
    level = found?.options ?? [];
  }
  return found;
}
