import type { Routing, RoutingWish } from '@foyer/protocol/routing';
import type { RuleSet } from '@foyer/rules/compile-rules';
import { matchRoutingRule } from '@foyer/rules/match-routing-rule';
import { type ChatNeeds, isFor, levelsOf, needsAt } from '@foyer/rules/route-chat';
import type { StaffFacts, Visit } from '@foyer/rules/visit';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What a chat asks for, with the names of now. */
export interface ChatWish {
  readonly department: Named | null;
  readonly skills: readonly Named[];
  /** Name of the routing rule that decided; null: none did. */
  readonly rule: string | null;
}

/** What routing knows of a site. */
export interface RoutedSite {
  readonly rules: RuleSet;
  readonly routing: Routing;
  readonly departments: readonly Named[];
  readonly skills: readonly Named[];
}

/** An operator who is connected, as far as it matters to who could answer. */
interface Answering {
  readonly status: string;
  readonly departmentIds: readonly string[];
  readonly skillIds: readonly string[];
}

/** The department and skills that are meant by name or id, whatever the case; those that the site has not mean nothing. */
export function resolveWish(site: RoutedSite, { department, skills = [] }: RoutingWish): ChatWish {
  const ids = new Set(skills.flatMap((skill) => findNamed(site.skills, skill)?.id ?? []));
  return {
    department: department === undefined ? null : findNamed(site.departments, department),
    skills: site.skills.filter(({ id }) => ids.has(id)).map(pick),
    rule: null,
  };
}

/** What a chat asks for in the end: the first routing rule that holds decides; what it leaves open stays as it was asked. */
export function decideWish(
  site: RoutedSite,
  asked: RoutingWish,
  seen: {
    readonly visit: Visit | null;
    readonly staff: StaffFacts;
    readonly at: number;
    readonly survey: Readonly<Record<string, string>>;
  },
): ChatWish {
  const wish = resolveWish(site, asked);
  const { visit, staff, at, survey } = seen;
  if (visit === null) return wish;
  const chatWish = chatWishOf(wish, visit.chatWish, survey);
  const rule = matchRoutingRule(site.rules, site.routing, { visit: { ...visit, chatWish }, staff, at });
  if (rule === null) return wish;
  const skills = site.skills.filter(({ id }) => rule.skillIds.includes(id)).map(pick);
  const department = site.departments.find(({ id }) => id === rule.departmentId);
  return {
    department: department ? pick(department) : wish.department,
    skills: skills.length > 0 ? skills : wish.skills,
    rule: rule.name,
  };
}

/** The same as conditions know it (`chat.department`, `chat.skill`, `survey.answer`). */
export function chatWishOf(
  { department, skills }: Pick<ChatWish, 'department' | 'skills'>,
  before: Visit['chatWish'],
  survey: Readonly<Record<string, string>>,
): NonNullable<Visit['chatWish']> {
  return {
    department: department?.name ?? null,
    skill: skills[0]?.name ?? null,
    survey: { ...before?.survey, ...survey },
  };
}

export function needsOf({ department, skills }: Pick<ChatWish, 'department' | 'skills'>): ChatNeeds {
  return { departmentId: department?.id ?? null, skillIds: skills.map(({ id }) => id) };
}

/** Whether anybody is Online who would get such a chat, at once or after falling back. */
export function isAnswerable(members: readonly Answering[], needs: ChatNeeds, { fallback }: Routing): boolean {
  const online = members.filter(({ status }) => status === 'online');
  return levelsOf(needs, fallback).some(({ level }) => {
    const now = needsAt(needs, level);
    return online.some((member) => isFor(now, member));
  });
}

function findNamed(all: readonly Named[], asked: string): Named | null {
  const folded = asked.trim().toLowerCase();
  const found = all.find(({ id, name }) => id === folded || name.toLowerCase() === folded);
  return found ? pick(found) : null;
}

const pick = ({ id, name }: Named): Named => ({ id, name });
