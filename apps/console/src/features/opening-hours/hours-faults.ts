import { weekdayNames } from '@foyer/protocol/week-hours';

const places = [0, 1, 2, 3, 4, 5];
const ofRanges = (path: string) => places.flatMap((place) => [`${path}.${place}.from`, `${path}.${place}.to`]);

/** Paths of the fields of a week's hours, in which a refusal can stand. */
export const weekPaths: readonly string[] = [...weekdayNames.flatMap((day) => ofRanges(`week.${day}`)), 'week'];

/** The same of so many exceptions. */
export function exceptionPaths(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `exceptions.${index}`).flatMap((path) => [
    `${path}.date`,
    `${path}.name`,
    ...ofRanges(`${path}.hours`),
  ]);
}
