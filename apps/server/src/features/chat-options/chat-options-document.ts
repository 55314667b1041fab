import type { ChatOptionsInput } from '@foyer/protocol/chat-options';
import type { WholeDocument } from '../../storage/whole-document.ts';
import { getChatOptions, saveChatOptions } from './chat-options-repository.ts';

/** A site's chat options, for configuration files. */
export const chatOptionsDocument: WholeDocument<ChatOptionsInput> = {
  async read(db, siteId) {
    const { version, ...content } = await getChatOptions(db, siteId);
    return { version, content };
  },
  save: async (trx, siteId, version, content) => (await saveChatOptions(trx, siteId, version, content)) !== null,
};
