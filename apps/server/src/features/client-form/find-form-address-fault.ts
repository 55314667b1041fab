import { type ClientForm, formFamilies, formPlaceholders } from '@foyer/protocol/client-form';
import { findAddressTemplateFault } from '@foyer/rules/address-template';

const families = formFamilies.map((family) => `${family}.NAME`);
const placeholders = [...formPlaceholders.map(({ id }) => id), ...families];
const personal = [...formPlaceholders.filter(({ isPersonal }) => isPersonal).map(({ id }) => id), 'survey.NAME'];

/** What is wrong with the address of a form, in words; null: nothing. Checked when it is saved and again when it is filled. */
export function findFormAddressFault(
  { url, personalData }: Pick<ClientForm, 'url' | 'personalData'>,
  ownHosts: readonly string[],
): string | null {
  return findAddressTemplateFault(url, {
    placeholders,
    tooPersonal: personalData ? [] : personal,
    frame: { ownHosts },
  });
}
