import { rememberedHere } from '../../api/remembered.ts';

/** Which saved view a list opens with, for one operator on this computer. */
export interface DefaultViewPlace {
  readonly siteId: string;
  readonly operatorId: string;
  readonly list: string;
}

const keyOf = ({ siteId, operatorId, list }: DefaultViewPlace) => `foyer.view.${operatorId}.${siteId}.${list}`;

/** Id of the view; null: the list opens as it is. */
export function readDefaultView(place: DefaultViewPlace): string | null {
  return rememberedHere.read(keyOf(place));
}

export function writeDefaultView(place: DefaultViewPlace, id: string | null): void {
  if (id === null) rememberedHere.remove(keyOf(place));
  else rememberedHere.write(keyOf(place), id);
}
