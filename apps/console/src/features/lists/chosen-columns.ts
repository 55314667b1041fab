import type { Store } from '../../api/create-store.ts';
import { createRememberedValue, useRemembered } from '../../api/remembered-value.ts';
import type { Column } from '../../ui/data-table.tsx';

const stores = new Map<string, Store<readonly string[]>>();

/** The columns of a list that this operator has chosen on this computer, in their order; empty: as at first. */
function rememberedColumns(list: string): Store<readonly string[]> {
  let store = stores.get(list);
  if (store === undefined) {
    store = createRememberedValue<readonly string[]>(`foyer.lists.${list}.columns`, [], (value) =>
      Array.isArray(value) ? value.filter((one) => typeof one === 'string') : null,
    );
    stores.set(list, store);
  }
  return store;
}

/** The columns that a list shows: those of its address, else those remembered, else `initial`. The first is always there. */
export function useChosenColumns<Row>(
  list: string,
  all: readonly Column<Row>[],
  initial: readonly string[],
  fromAddress: readonly string[] | null,
): { readonly columns: Column<Row>[]; readonly remember: (ids: readonly string[]) => void } {
  const [remembered, remember] = useRemembered(rememberedColumns(list));
  const wanted = fromAddress ?? (remembered.length === 0 ? initial : remembered);
  const [first] = all;
  const ids = [...new Set([first?.id, ...wanted])];
  return { columns: ids.flatMap((id) => all.find((column) => column.id === id) ?? []), remember };
}
