import { assertNever } from '@foyer/protocol/assert-never';
import type { ChatSummary } from '@foyer/protocol/chat';
import type { FormMessage } from '@foyer/protocol/client-form';
import i18next from 'i18next';
import { queryClient } from '../../api/query-client.ts';
import { errorText } from '../../api/rest-client.ts';
import { notifyDone } from '../../ui/notify.tsx';
import { insertIntoComposer } from '../inbox/composer-insertions.ts';
import { tagChat, tagChatByName, tagsQuery } from '../tags/tags-api.ts';
import { chooseWrapUp, wrapUpQuery } from '../wrap-up/wrap-up-api.ts';
import { changeContact } from './client-form-api.ts';
import { findWrapUpOption } from './find-wrap-up-option.ts';

type Asked = Exclude<FormMessage, { type: 'foyer.hello' }>;

/** Does what a form asks for in its chat. Null: done; else why not, in words for the form's maker. */
export async function answerForm(chat: ChatSummary, message: Asked): Promise<string | null> {
  try {
    return await act(chat, message);
  } catch (error) {
    return errorText(error);
  }
}

async function act(chat: ChatSummary, message: Asked): Promise<string | null> {
  switch (message.type) {
    case 'foyer.insertText':
      return insertIntoComposer(chat.id, message.text)
        ? null
        : 'There is no message to write in: the chat is over, or somebody else has it';
    case 'foyer.updateContact':
      await changeContact(chat.siteId, chat.id, message.contact);
      notifyDone(i18next.t('clientForm:contactChanged'));
      return null;
    case 'foyer.addTag':
      return addTag(chat, message.tag, message.value ?? null);
    case 'foyer.setWrapUp':
      return setWrapUp(chat, message.option);
    default:
      return assertNever(message);
  }
}

/** Puts a tag on the chat by its name; one that there is not yet is made where operators may. */
async function addTag(chat: ChatSummary, name: string, value: string | null): Promise<string | null> {
  const { items } = await queryClient.fetchQuery(tagsQuery(chat.siteId));
  const tag = items.find((one) => !one.archived && one.name.toLowerCase() === name.trim().toLowerCase());
  if (tag !== undefined) await tagChat(chat, tag.id, value);
  else await tagChatByName(chat, name);
  return null;
}

async function setWrapUp(chat: ChatSummary, wanted: string): Promise<string | null> {
  const wrapUp = await queryClient.fetchQuery(wrapUpQuery(chat.siteId));
  if (!wrapUp.enabled || wrapUp.type === 'link') return 'This site has no wrap-up that can be chosen';
  const found = findWrapUpOption(wrapUp, wanted);
  if ('refused' in found) return found.refused;
  await chooseWrapUp(chat, found.id);
  return null;
}
