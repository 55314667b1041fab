import type { ChatOptions } from '@foyer/protocol/chat-options';
import type { Site } from '@foyer/protocol/site';
import type { WindowSettings } from '@foyer/protocol/visitor-socket';

/** What of a site's settings its visitors' pages are told. */
export function windowSettings({
  site,
  chatOptions,
  offersTranscripts,
}: {
  site: Site;
  chatOptions: ChatOptions;
  offersTranscripts: boolean;
}): WindowSettings {
  const { emojiSelector, typingPreview, typingNotice } = chatOptions;
  return {
    ...site.chatWindow,
    emoji: emojiSelector,
    typingPreview,
    typingNotice: typingPreview && typingNotice.enabled ? typingNotice.text : null,
    transcripts: offersTranscripts,
  };
}
