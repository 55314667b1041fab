import { assertNever } from '@foyer/protocol/assert-never';
import type { ChatSummary } from '@foyer/protocol/chat';
import type { FormMessage } from '@foyer/protocol/client-form';
import i18next from 'i18next';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { insertIntoComposer } from '../inbox/composer-insertions.ts';
import { changeContact } from './client-form-api.ts';

type Asked = Exclude<FormMessage, { type: 'foyer.hello' }>;

/** Does what a form asks for in its chat. Null: done; else why not, in words for the form's maker. */
export async function answerForm(chat: ChatSummary, message: Asked): Promise<string | null> {
  switch (message.type) {
    case 'foyer.insertText':
      return insertIntoComposer(chat.id, message.text)
        ? null
        : 'There is no message to write in: the chat is over, or somebody else has it';
    case 'foyer.updateContact':
      try {
        await changeContact(chat.siteId, chat.id, message.contact);
      } catch (error) {
        return errorText(error);
      }
      notifyDone(i18next.t('clientForm:contactChanged'));
      return null;
    case 'foyer.addTag':
      return 'Tags cannot be added by a form yet';
    case 'foyer.setWrapUp':
      return 'A wrap-up cannot be chosen by a form yet';
    default:
      return assertNever(message);
  }
}
