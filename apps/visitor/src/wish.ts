import { cleanText } from './clean-text.ts';
import { ownText } from './own-text.ts';

/** For whom the chats of a page are: names or ids of a department and of skills. */
export interface Wish {
  department?: string;
  skills?: string[];
}

const longest = 80;
const most = 20;

/** What `foyer('set', …)` or `foyer('open', …)` was given; skills as a list, or as one text with commas. Empty: for everybody. */
export function wishOf(given: unknown): Wish {
  const wish: Wish = {};
  const department = ownText(given, 'department', longest);
  if (department !== null) wish.department = department;
  const skills = Object.hasOwn(Object(given), 'skills') ? (given as { skills: unknown }).skills : null;
  const listed = typeof skills === 'string' ? skills.split(',') : skills;
  if (Array.isArray(listed))
    wish.skills = listed
      .filter((skill) => typeof skill === 'string')
      .map((skill) => cleanText(skill, longest).trim())
      .filter(Boolean)
      .slice(0, most);
  return wish;
}

/** The same from the page variables of WhosOn's tracking code; what it leaves empty asks for nothing. */
export function whosOnWish(page: object): Wish {
  const department = ownText(page, 'sWODepartment', longest);
  const skills = ownText(page, 'sWOSkillNames', 500);
  return wishOf({ ...(department ? { department } : {}), ...(skills ? { skills } : {}) });
}
