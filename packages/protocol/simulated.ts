/** Stands in the organisation of every visitor that the demo makes up; first, so that a narrow column does not cut it off. */
const mark = 'Simulated';
const between = ' · ';

/** The organisation that a made-up visitor is shown with, in lists, details and exports. */
export function simulatedOrganisation(organisation: string | null): string {
  return organisation === null ? mark : `${mark}${between}${organisation}`;
}

/** Whether a visitor is made up. Real ones have their organisation from GeoIP and cannot choose it. */
export function isSimulated({ organisation }: { readonly organisation: string | null }): boolean {
  return organisation === mark || (organisation?.startsWith(`${mark}${between}`) ?? false);
}
