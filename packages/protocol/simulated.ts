/** Ends the organisation of every visitor that the demo makes up, so that lists, details and exports can tell them apart. */
const simulatedMark = '(simulated)';

/** The organisation that a made-up visitor is shown with. */
export function simulatedOrganisation(organisation: string | null): string {
  return organisation === null ? simulatedMark : `${organisation} ${simulatedMark}`;
}

/** Whether a visitor is made up, by their organisation. Real visitors have theirs from GeoIP and cannot choose it. */
export function isSimulated({ organisation }: { readonly organisation: string | null }): boolean {
  return organisation?.endsWith(simulatedMark) ?? false;
}
