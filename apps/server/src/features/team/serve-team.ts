import { assertNever } from '@foyer/protocol/assert-never';
import type { OperatorFrame, OperatorMessage } from '@foyer/protocol/operator-socket';
import type { EventBus } from '../../bus/event-bus.ts';
import type { OperatorPrincipal } from '../../http/principal.ts';
import { channelOfOperator, channelOfSite, type TeamChat, type TeamSignal } from './team-chat.ts';
import { conversationOf } from './team-repository.ts';

export type TeamVerb = Extract<OperatorMessage, { type: `team.${string}` }>;

/** Whether a verb is one of the team's. */
export function isTeamVerb(message: OperatorMessage): message is TeamVerb {
  return message.type.startsWith('team.');
}

/** The team's part of one console. */
export interface ServedTeam {
  /** Hears of everything from now on; `tellState` says where things stand. */
  follow(siteIds: readonly string[]): Promise<void>;
  tellState(): Promise<void>;
  handle(message: TeamVerb): Promise<void>;
  stop(): void;
}

const typingEveryMs = 500;

/** Serves the team to one console. */
export function serveTeam(
  {
    team,
    bus,
    now,
    report,
  }: { team: TeamChat; bus: EventBus; now: () => number; report: (work: Promise<unknown>) => void },
  principal: () => OperatorPrincipal,
  send: (frame: OperatorFrame) => void,
): ServedTeam {
  const stops: (() => unknown)[] = [];
  let siteIds: readonly string[] = [];
  let lastTypingAt = 0;
  let isStopped = false;

  function hear(signal: TeamSignal): void {
    const me = principal().operatorId;
    switch (signal.kind) {
      case 'message':
        return send({
          type: 'team.message',
          conversation: conversationOf(signal.place, me),
          message: signal.message,
        });
      case 'typing':
        if (signal.operatorId === me) return;
        return send({
          type: 'team.typing',
          conversation: conversationOf(signal.place, me),
          operatorName: signal.name,
          typing: signal.typing,
        });
      case 'seen':
        return send({ type: 'team.seen', conversation: conversationOf(signal.place, me), seq: signal.seq });
      case 'dismissed':
        return send({ type: 'team.broadcastDismissed', siteId: signal.siteId, seq: signal.seq });
      default:
        return assertNever(signal);
    }
  }

  const served: ServedTeam = {
    async follow(ids) {
      siteIds = ids;
      const channels = [channelOfOperator(principal().operatorId), ...ids.map(channelOfSite)];
      stops.push(
        ...(await Promise.all(
          channels.map((channel) => bus.subscribe(channel, (message) => hear(message as TeamSignal))),
        )),
        // What was said while the bus was away was not heard.
        bus.onReconnected(() => report(served.tellState())),
      );
      if (isStopped) served.stop();
    },
    async tellState() {
      const state = await team.stateOf(principal().operatorId, siteIds);
      if (!isStopped) send({ type: 'team.state', ...state });
    },
    async handle(message) {
      const me = principal();
      const place = await team.placeOf(me, message);
      switch (message.type) {
        case 'team.messageSent':
        case 'team.broadcastSent': {
          const isBroadcast = message.type === 'team.broadcastSent';
          const { seq, at } = await team.send(me, place, { cid: message.cid, body: message.body, isBroadcast });
          const conversation = conversationOf(place, me.operatorId);
          return send({ type: 'team.acked', cid: message.cid, conversation, seq, at });
        }
        case 'team.broadcastDismissed':
          return team.dismiss(me, message.siteId, message.seq);
        case 'team.typing':
          if (message.typing && now() - lastTypingAt < typingEveryMs) return;
          lastTypingAt = now();
          return team.typing(me, place, message.typing);
        case 'team.seen':
          return team.see(me, place, message.seq);
        default:
          return assertNever(message);
      }
    },
    stop() {
      isStopped = true;
      for (const stop of stops.splice(0)) void stop();
    },
  };
  return served;
}
