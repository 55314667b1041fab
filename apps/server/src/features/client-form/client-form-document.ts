import type { ClientFormInput } from '@foyer/protocol/client-form';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { getClientForm, saveClientForm } from './client-form-repository.ts';
import { findFormAddressFault } from './find-form-address-fault.ts';

/** A site's client form, for configuration files. */
export const clientFormDocument: WholeDocument<ClientFormInput> = {
  async read(db, siteId) {
    const { version, ...content } = await getClientForm(db, siteId);
    return { version, content };
  },
  save: async (trx, siteId, version, content) => (await saveClientForm(trx, siteId, version, content)) !== null,
};

/**
 * What is wrong with the address of a form that is on, or has one; null: nothing. `ownHosts`: names of the hosts that the
 * console is reached at, as far as they are known.
 */
export function findFormFault(
  { enabled, url, personalData }: Pick<ClientFormInput, 'enabled' | 'url' | 'personalData'>,
  ownHosts: readonly string[],
): string | null {
  if (url !== '') return findFormAddressFault({ url, personalData }, ownHosts);
  return enabled ? 'is needed, such as https://crm.example.com/visitor?chat={chat.id}' : null;
}
