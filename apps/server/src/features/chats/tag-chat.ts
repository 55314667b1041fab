import { type ChatSummary, type ChatTag, chatStates, chatTagSchema } from '@foyer/protocol/chat';
import { AppError } from '../../http/app-error.ts';
import { hasRole, type OperatorPrincipal } from '../../http/principal.ts';
import { findOrMakeTag, lookUpTag } from '../tags/find-tags.ts';
import { deleteChatTag, upsertChatTag } from './chat-tag-repository.ts';
import { type ClassifyParts, changeClassification, requireOwnOrSupervised, senderOf } from './classify-chat.ts';
import { maskCardNumbers } from './mask-card-numbers.ts';

/** Tags on one chat, at most. */
const maxTags = 100;

/** Puts a tag on a chat, or changes the value that it has there (S-077, S-078). */
export async function tagChat(
  parts: ClassifyParts,
  siteId: string,
  chatId: string,
  { tagId, value }: { tagId: string; value: string | null },
  operator: OperatorPrincipal,
): Promise<ChatSummary> {
  await requireOwnOrSupervised(parts, siteId, chatId, operator);
  const masked = value?.trim() ? maskCardNumbers(value.trim()) : null;
  const chat = await changeClassification(parts, siteId, chatId, chatStates, async (trx, locked) => {
    const tag = await lookUpTag(trx, siteId, tagId);
    if (!tag) throw new AppError('not_found', 'No such tag on this site');
    if (masked !== null && !tag.takesValue)
      throw new AppError('invalid_request', 'This tag takes no value', {
        fields: [{ path: 'value', message: `“${tag.name}” takes no value` }],
      });
    const tags = readTags(locked.tags);
    const before = tags.find((one) => one.tagId === tagId);
    if (before?.value === masked) return null;
    if (!before && tag.archived)
      throw new AppError('conflict', `“${tag.name}” is archived and goes on no further chats`);
    if (!before && tags.length >= maxTags) throw new AppError('conflict', `A chat can carry at most ${maxTags} tags`);
    await upsertChatTag(trx, {
      siteId,
      tagId,
      chatId,
      visitorId: locked.visitor_id,
      value: masked,
      at: parts.now(),
    });
    const put: ChatTag = { tagId, name: tag.name, value: masked };
    const { name } = tag;
    return {
      sender: senderOf(operator),
      content: before
        ? { kind: 'tagChanged', name, value: masked, before: before.value }
        : { kind: 'tagAdded', name, value: masked },
      patch: {
        tags: JSON.stringify(before ? tags.map((one) => (one.tagId === tagId ? put : one)) : [...tags, put]),
      },
    };
  });
  if (!chat) throw new AppError('not_found', 'No such chat');
  return chat;
}

/** The same by the tag's name; one that there is not yet is made first, where this operator may. */
export async function tagChatByName(
  parts: ClassifyParts,
  siteId: string,
  chatId: string,
  { name, value }: { name: string; value: string | null },
  operator: OperatorPrincipal,
): Promise<{ chat: ChatSummary; isNew: boolean }> {
  await requireOwnOrSupervised(parts, siteId, chatId, operator);
  const by = {
    isAdministrator: hasRole(operator.role, 'administrator'),
    changer: { operatorId: operator.operatorId, name: operator.name, at: parts.now() },
  };
  const { tag, isNew } = await parts.storage.db
    .transaction()
    .execute((trx) => findOrMakeTag(trx, siteId, { name, takesValue: value !== null }, by));
  return { chat: await tagChat(parts, siteId, chatId, { tagId: tag.id, value }, operator), isNew };
}

/** Takes a tag off a chat; one that is not on it is no error. */
export async function untagChat(
  parts: ClassifyParts,
  siteId: string,
  chatId: string,
  tagId: string,
  operator: OperatorPrincipal,
): Promise<ChatSummary> {
  await requireOwnOrSupervised(parts, siteId, chatId, operator);
  const chat = await changeClassification(parts, siteId, chatId, chatStates, async (trx, locked) => {
    const tags = readTags(locked.tags);
    const gone = tags.find((one) => one.tagId === tagId);
    if (!gone) return null;
    await deleteChatTag(trx, siteId, chatId, tagId);
    return {
      sender: senderOf(operator),
      content: { kind: 'tagRemoved', name: gone.name, value: gone.value },
      patch: { tags: JSON.stringify(tags.filter((one) => one.tagId !== tagId)) },
    };
  });
  if (!chat) throw new AppError('not_found', 'No such chat');
  return chat;
}

function readTags(stored: string): ChatTag[] {
  return chatTagSchema.array().parse(JSON.parse(stored));
}
