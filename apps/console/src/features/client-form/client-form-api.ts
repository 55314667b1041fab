import {
  type ClientForm,
  type ContactChange,
  clientFormSchema,
  type OpenedForm,
  openedFormSchema,
} from '@foyer/protocol/client-form';
import { queryOptions } from '@tanstack/react-query';
import { request, requestNothing } from '../../api/rest-client.ts';

export const clientFormQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'clientForm'],
    queryFn: () => request('GET', `/sites/${siteId}/client-form`, clientFormSchema),
    staleTime: Number.POSITIVE_INFINITY, // a change is told over the socket
  });

/** Fails with `conflict` when the form has been changed since it was read. */
export function changeClientForm(siteId: string, form: ClientForm): Promise<ClientForm> {
  return request('PUT', `/sites/${siteId}/client-form`, clientFormSchema, form);
}

/** Fills the form's address for a chat, with a new token; the frame has to be loaded within a minute. */
export function openForm(siteId: string, chatId: string): Promise<OpenedForm> {
  return request('POST', `/sites/${siteId}/client-form/open`, openedFormSchema, { chatId });
}

/** The same for an address that need not be saved; `chatId` null: with made-up data. */
export function tryForm(
  siteId: string,
  form: Pick<ClientForm, 'title' | 'url' | 'personalData' | 'popups'> & { chatId: string | null },
): Promise<OpenedForm> {
  return request('POST', `/sites/${siteId}/client-form/test`, openedFormSchema, form);
}

/** Changes contact details of a chat's visitor; for the operator who has the chat. */
export function changeContact(siteId: string, chatId: string, contact: ContactChange): Promise<void> {
  return requestNothing('PUT', `/sites/${siteId}/chats/${chatId}/contact`, contact);
}
