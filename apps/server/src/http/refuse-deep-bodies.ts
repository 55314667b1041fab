import type { FastifyInstance } from 'fastify';
import { AppError } from './app-error.ts';

/** Levels of objects and lists in a body: more than any document has, far fewer than a schema that calls itself can follow. */
const maxDepth = 32;

/** Refuses bodies nested so deep that checking them by a schema that calls itself would run out of stack. */
export function refuseDeepBodies(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ body }) => {
    if (isDeeper(body, maxDepth))
      throw new AppError('invalid_request', `The body is nested more than ${maxDepth} levels deep`);
  });
}

/** Level by level, since a walk that calls itself would have the same weakness. */
function isDeeper(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= levels; depth += 1) {
    level = level.flatMap((one) => (isParsed(one) ? Object.values(one) : []));
    if (level.length === 0) return false;
  }
  return true;
}

/** What JSON is parsed to; an upload's bytes or stream are not walked through. */
function isParsed(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}
