import type { OperatorFrame } from '@foyer/protocol/operator-socket';
import type { TeamMessage } from '@foyer/protocol/team';
import i18next from 'i18next';
import { operatorSocket } from '../../api/connection.ts';
import { isSoundOn, showNotice } from '../inbox/announce.ts';
import { playTones } from '../inbox/play-tones.ts';
import { changeTeam, emptyTeam, keyOf, type TeamKey, team } from './team.ts';
import { catchUp } from './team-conversation.ts';
import { addMessages, newestSeq } from './team-log.ts';
import { sendAgain } from './team-outgoing.ts';

const typingMs = 6000;
const laterMs = 2000;

/** Keeps the team's messages as the server has them; returns the way to stop. */
export function followTeam(operatorId: string): () => void {
  team.set({ ...emptyTeam, openKey: team.get().openKey });
  const typingTimers = new Map<string, ReturnType<typeof setTimeout>>();

  function follow(frame: OperatorFrame): void {
    switch (frame.type) {
      case 'team.state':
        changeTeam(() => ({
          unread: Object.fromEntries(frame.conversations.map((one) => [keyOf(one.conversation), one.unread])),
          lastSeqs: Object.fromEntries(frame.conversations.map((one) => [keyOf(one.conversation), one.lastSeq])),
          broadcasts: frame.broadcasts,
          typing: {},
        }));
        for (const key of Object.keys(team.get().logs)) void catchUp(key);
        sendAgain();
        return;
      case 'team.message':
        takeMessage(keyOf(frame.conversation), frame.message, frame.conversation.siteId);
        return;
      case 'team.acked':
        takeAck(frame);
        return;
      case 'error':
        if (frame.cid !== undefined) takeRefusal(frame.cid, frame);
        return;
      case 'team.typing':
        takeTyping(keyOf(frame.conversation), frame.operatorName, frame.typing);
        return;
      case 'team.seen': {
        const key = keyOf(frame.conversation);
        if (frame.seq >= (team.get().lastSeqs[key] ?? 0))
          changeTeam(({ unread }) => ({ unread: { ...unread, [key]: 0 } }));
        return;
      }
      case 'team.broadcastDismissed':
        changeTeam(({ broadcasts }) => ({
          broadcasts: broadcasts.filter((one) => one.siteId !== frame.siteId || one.message.seq > frame.seq),
        }));
        return;
      default:
        return; // others' frames
    }
  }

  function takeMessage(key: TeamKey, message: TeamMessage, siteId: string | null): void {
    const { lastSeqs, logs } = team.get();
    const isNew = message.seq > (lastSeqs[key] ?? 0);
    const log = logs[key];
    changeTeam((state) => ({
      lastSeqs: { ...state.lastSeqs, [key]: Math.max(state.lastSeqs[key] ?? 0, message.seq) },
      outgoing: state.outgoing.filter(({ cid }) => message.operatorId !== operatorId || cid !== message.cid),
      logs: log === undefined ? state.logs : { ...state.logs, [key]: addMessages(log, [message]) },
    }));
    takeTyping(key, message.operatorName, false);
    if (log !== undefined && newestSeq(team.get().logs[key]) < message.seq) void catchUp(key);
    if (!isNew || message.operatorId === operatorId) return;
    changeTeam(({ unread }) => ({ unread: { ...unread, [key]: (unread[key] ?? 0) + 1 } }));
    if (message.isBroadcast && siteId !== null)
      changeTeam(({ broadcasts }) => ({ broadcasts: [...broadcasts, { siteId, message }] }));
    announce(key, message);
  }

  function announce(key: TeamKey, message: TeamMessage): void {
    if (team.get().openKey === key && document.hasFocus() && !message.isBroadcast) return;
    if (isSoundOn.get()) playTones(message.isBroadcast ? [520, 660, 520] : [520]);
    showNotice(i18next.t('team:noticeTitle', { name: message.operatorName }), message.body, `team-${key}`);
  }

  /** The message itself comes as any other's; this alone says that it is stored when that is lost. */
  function takeAck({ cid, conversation, seq, at }: Extract<OperatorFrame, { type: 'team.acked' }>): void {
    const key = keyOf(conversation);
    const sent = team.get().outgoing.find((one) => one.cid === cid);
    if (sent === undefined) return;
    changeTeam(({ outgoing, lastSeqs }) => ({
      outgoing: outgoing.filter((one) => one.cid !== cid),
      lastSeqs: { ...lastSeqs, [key]: Math.max(lastSeqs[key] ?? 0, seq) },
    }));
    const log = team.get().logs[key];
    if (log === undefined) return;
    const mine = { seq, at, operatorId, operatorName: '', cid, body: sent.body, isBroadcast: false };
    changeTeam(({ logs }) => ({ logs: { ...logs, [key]: addMessages(log, [mine]) } }));
    void catchUp(key);
  }

  function takeRefusal(cid: string, fault: Extract<OperatorFrame, { type: 'error' }>): void {
    if (!team.get().outgoing.some((one) => one.cid === cid)) return;
    if (fault.retryable || fault.retryAfterMs !== undefined) {
      setTimeout(sendAgain, fault.retryAfterMs ?? laterMs);
      return;
    }
    changeTeam(({ outgoing }) => ({
      outgoing: outgoing.map((one) => (one.cid === cid ? { ...one, fault: fault.message } : one)),
    }));
  }

  function takeTyping(key: TeamKey, name: string, isTyping: boolean): void {
    const timerKey = `${key} ${name}`;
    clearTimeout(typingTimers.get(timerKey));
    // Should the word that they stopped get lost, it stops by itself.
    if (isTyping)
      typingTimers.set(
        timerKey,
        setTimeout(() => takeTyping(key, name, false), typingMs),
      );
    const now = team.get().typing[key] ?? [];
    if (now.includes(name) === isTyping) return;
    const next = isTyping ? [...now, name] : now.filter((one) => one !== name);
    changeTeam(({ typing }) => ({ typing: { ...typing, [key]: next } }));
  }

  const stop = operatorSocket.onFrame(follow);
  return () => {
    stop();
    for (const timer of typingTimers.values()) clearTimeout(timer);
    team.set({ ...emptyTeam, openKey: team.get().openKey });
  };
}
