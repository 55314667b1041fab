import type { ChatSummary } from '@foyer/protocol/chat';
import { useMe } from '../../api/me.ts';
import { BlockButton } from '../blocks/block-button.tsx';
import { visitorLabel } from '../visitors/visitor-label.ts';
import { AskSupervisor } from './ask-supervisor.tsx';
import { oversees } from './oversees.ts';
import { TakeOver } from './take-over.tsx';

/** In a chat's head: blocking its visitor, asking for a supervisor, and for supervisors taking the chat over. */
export function SupervisionActs({ chat, isNarrow }: { chat: ChatSummary; isNarrow: boolean }) {
  const me = useMe();
  const isMine = chat.operatorId === me.id;
  const isActive = chat.state === 'active';
  return (
    <>
      <BlockButton
        siteId={chat.siteId}
        visitorId={chat.visitorId}
        visitorName={visitorLabel({ name: chat.visitorName, country: chat.country })}
      />
      {isActive && isMine ? <AskSupervisor chat={chat} /> : null}
      {isActive && !isMine && oversees(me) ? <TakeOver chat={chat} isNarrow={isNarrow} /> : null}
    </>
  );
}
