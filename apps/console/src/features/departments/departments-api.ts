import {
  type Department,
  type DepartmentInput,
  departmentSchema,
  type Skill,
  type SkillInput,
  skillSchema,
} from '@foyer/protocol/department';
import { queryOptions } from '@tanstack/react-query';
import { queryClient } from '../../api/query-client.ts';
import { itemsOf, request, requestNothing } from '../../api/rest-client.ts';

/** A site's departments by name. */
export const departmentsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'departments'],
    queryFn: (): Promise<Department[]> => request('GET', `/sites/${siteId}/departments`, itemsOf(departmentSchema)),
  });

/** A site's skills by name. */
export const skillsQuery = (siteId: string) =>
  queryOptions({
    queryKey: ['site', siteId, 'skills'],
    queryFn: (): Promise<Skill[]> => request('GET', `/sites/${siteId}/skills`, itemsOf(skillSchema)),
  });

/** Makes a department, or changes the one with this id; fails with `conflict` when it has been changed since it was read. */
export function saveDepartment(siteId: string, known: Department | null, input: DepartmentInput): Promise<Department> {
  const path = `/sites/${siteId}/departments`;
  return known === null
    ? request('POST', path, departmentSchema, input)
    : request('PUT', `${path}/${known.id}`, departmentSchema, { ...input, version: known.version });
}

/** As `saveDepartment`. */
export function saveSkill(siteId: string, known: Skill | null, input: SkillInput): Promise<Skill> {
  const path = `/sites/${siteId}/skills`;
  return known === null
    ? request('POST', path, skillSchema, input)
    : request('PUT', `${path}/${known.id}`, skillSchema, { ...input, version: known.version });
}

export function deleteDepartment(siteId: string, { id, version }: Department): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/departments/${id}?version=${version}`);
}

export function deleteSkill(siteId: string, { id, version }: Skill): Promise<void> {
  return requestNothing('DELETE', `/sites/${siteId}/skills/${id}?version=${version}`);
}

/** Reads departments and skills of a site again, and the users, who name theirs. */
export async function refreshDepartments(siteId: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: departmentsQuery(siteId).queryKey }),
    queryClient.invalidateQueries({ queryKey: skillsQuery(siteId).queryKey }),
    queryClient.invalidateQueries({ queryKey: ['users'] }),
  ]);
}
