import { listChoices, type WrapUp } from '@foyer/protocol/wrap-up';

/** The option that a form means by an id, a label or a whole path such as `Sales / Order placed`, in any case; else why none. */
export function findWrapUpOption(
  wrapUp: Pick<WrapUp, 'options' | 'leavesOnly'>,
  wanted: string,
): { id: string } | { refused: string } {
  const words = fold(wanted);
  const choices = listChoices(wrapUp).map(({ option, path }) => ({
    id: option.id,
    label: fold(option.label),
    path: path.map(({ label }) => fold(label)).join('/'),
  }));
  const exact = choices.find(({ id, path }) => id === words || path === words.split(/ *\/ */).join('/'));
  if (exact !== undefined) return { id: exact.id };
  const [labelled, another] = choices.filter(({ label }) => label === words);
  if (labelled === undefined) return { refused: `There is no wrap-up “${wanted}” that can be chosen` };
  return another === undefined
    ? { id: labelled.id }
    : { refused: `There are several wrap-ups “${wanted}”: name the one by its whole path, such as Sales / Order` };
}

const fold = (text: string) => text.trim().toLowerCase();
