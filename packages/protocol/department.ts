import { z } from 'zod';
import { changedVersion, documentMeta } from './document.ts';
import { name, text } from './text.ts';

const members = z.array(z.uuid()).max(1000).default([]);

export const departmentFields = {
  name: name(60),
  /** What it is there for, in a line. */
  description: text(200).default(''),
  /** Operators of the site who belong to it. */
  operatorIds: members,
};

/** A named set of operators of a site, for routing and transfer. Names are unique within the site, whatever their case. */
export const departmentInputSchema = z.strictObject(departmentFields);
export const departmentChangeSchema = z.strictObject({ ...departmentFields, ...changedVersion });
export const departmentSchema = z.strictObject({ ...documentMeta, ...departmentFields });
export type DepartmentInput = z.infer<typeof departmentInputSchema>;
export type Department = z.infer<typeof departmentSchema>;

export const skillFields = {
  name: name(60),
  /** Skills of one group stand together, such as *Languages*; empty: none. */
  group: text(60).default(''),
  /** Operators of the site who have it. */
  operatorIds: members,
};

/** A routing label on operators and chat requests. Names are unique within the site, whatever their case. */
export const skillInputSchema = z.strictObject(skillFields);
export const skillChangeSchema = z.strictObject({ ...skillFields, ...changedVersion });
export const skillSchema = z.strictObject({ ...documentMeta, ...skillFields });
export type SkillInput = z.infer<typeof skillInputSchema>;
export type Skill = z.infer<typeof skillSchema>;
