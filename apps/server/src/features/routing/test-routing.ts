import type { Routing, RoutingReason, RoutingTestAnswer } from '@foyer/protocol/routing';
import { type Candidate, type ChatNeeds, inTurn, levelsOf, needsAt } from '@foyer/rules/route-chat';

/** Who works on the site, connected or not. */
export interface TestedOperator {
  readonly id: string;
  readonly name: string;
  readonly departmentIds: readonly string[];
  readonly skillIds: readonly string[];
  /** Null: no client is connected. */
  readonly present: {
    readonly status: RoutingTestAnswer['levels'][number]['operators'][number]['status'];
    readonly isOnline: boolean;
    readonly activeChats: number;
  } | null;
  /** When a chat was last offered to them alone. */
  readonly offeredAt: number;
}

/** Who would get a chat with these needs now, level by level, and why the others would not. */
export function testRouting(
  needs: ChatNeeds,
  routing: Routing,
  operators: readonly TestedOperator[],
  skillNames: ReadonlyMap<string, string>,
): RoutingTestAnswer {
  const strategy = routing.forced && routing.strategy === 'ringAll' ? 'leastBusy' : routing.strategy;
  return {
    levels: levelsOf(needs, routing.fallback).map(({ level, afterMs }) => {
      const wanted = needsAt(needs, level);
      const judged = operators.map((operator) => ({ operator, ...judge(operator, wanted) }));
      const ranks = new Map(
        inTurn(
          strategy,
          judged.filter(({ reason }) => reason === 'gets').map(({ operator }) => toCandidate(operator)),
        ).map(({ operatorId }, index) => [operatorId, index]),
      );
      const rank = (id: string) => ranks.get(id) ?? operators.length;
      return {
        level,
        afterSeconds: afterMs / 1000,
        operators: judged
          .sort((one, other) => rank(one.operator.id) - rank(other.operator.id))
          .map(({ operator, reason, lacks }) => ({
            operatorId: operator.id,
            name: operator.name,
            status: operator.present?.status ?? 'offline',
            activeChats: operator.present?.activeChats ?? 0,
            reason,
            lacks: lacks.map((id) => skillNames.get(id) ?? id),
          })),
      };
    }),
  };
}

function judge(operator: TestedOperator, needs: ChatNeeds): { reason: RoutingReason; lacks: readonly string[] } {
  const { present } = operator;
  const lacks = needs.skillIds.filter((id) => !operator.skillIds.includes(id));
  if (needs.departmentId !== null && !operator.departmentIds.includes(needs.departmentId))
    return { reason: 'notInDepartment', lacks: [] };
  if (lacks.length > 0) return { reason: 'lacksSkills', lacks };
  if (present === null) return { reason: 'notConnected', lacks: [] };
  if (present.status === 'online') return { reason: 'gets', lacks: [] };
  return { reason: present.isOnline ? 'atLimit' : 'notOnline', lacks: [] };
}

function toCandidate({ id, present, offeredAt }: TestedOperator): Candidate {
  return { operatorId: id, isOnline: true, hasRoom: true, load: present?.activeChats ?? 0, offeredAt };
}
