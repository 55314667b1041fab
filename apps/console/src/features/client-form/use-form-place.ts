import type { ChatSummary } from '@foyer/protocol/chat';
import type { ClientForm } from '@foyer/protocol/client-form';
import { useMediaQuery } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMe } from '../../api/me.ts';
import { clientFormQuery } from './client-form-api.ts';

/** Where the custom client form of a chat stands, and the form; null: there is none for this operator. */
export interface FormPlace {
  readonly form: ClientForm;
  readonly place: 'tab' | 'split';
}

/** The form of a chat's site, for the operator who has or had the chat. Where a split pane has no room it is a tab. */
export function useFormPlace(chat: ChatSummary): FormPlace | null {
  const me = useMe();
  const hasRoom = useMediaQuery('(min-width: 64em)', matchMedia('(min-width: 64em)').matches) ?? false;
  const isMine = chat.operatorId === me.id && chat.state !== 'pending' && chat.state !== 'missed';
  const form = useQuery({ ...clientFormQuery(chat.siteId), enabled: isMine }).data;
  if (!isMine || form === undefined || !form.enabled) return null;
  return { form, place: form.display === 'split' && hasRoom ? 'split' : 'tab' };
}
