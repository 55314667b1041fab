import type { TransferTargets } from '@foyer/protocol/routing';

interface Named {
  readonly id: string;
  readonly name: string;
}
type Group = Named & { readonly operatorIds: readonly string[] };

/** A connected operator of the site. */
interface Present {
  readonly operatorId: string;
  readonly status: TransferTargets['items'][number]['status'];
  readonly activeChats: number;
}

/** Everybody to whom an operator could pass a chat on, and how many of them could take it now. They themselves do not count. */
export function listTransferTargets(
  site: {
    readonly people: readonly Named[];
    readonly departments: readonly Group[];
    readonly skills: readonly Group[];
  },
  members: readonly Present[],
  ownId: string,
): TransferTargets['items'] {
  const present = new Map(members.map((member) => [member.operatorId, member]));
  const canTake = (id: string) => present.get(id)?.status === 'online';
  const groups = (kind: 'department' | 'skill', all: readonly Group[]) =>
    all.map(({ id, name, operatorIds }) => {
      const others = operatorIds.filter((operatorId) => operatorId !== ownId);
      const none = { status: null, activeChats: null };
      return { kind, id, name, online: others.filter(canTake).length, total: others.length, ...none };
    });
  return [
    ...site.people
      .filter(({ id }) => id !== ownId)
      .map(({ id, name }) => ({
        kind: 'operator' as const,
        id,
        name,
        online: canTake(id) ? 1 : 0,
        total: 1,
        status: present.get(id)?.status ?? ('offline' as const),
        activeChats: present.get(id)?.activeChats ?? 0,
      })),
    ...groups('department', site.departments),
    ...groups('skill', site.skills),
  ];
}
