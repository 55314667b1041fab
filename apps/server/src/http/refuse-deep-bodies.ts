import type { FastifyInstance } from 'fastify';
import { AppError } from './app-error.ts';
import { findDeepPlace } from './find-deep-place.ts';

/** Levels of objects and lists in a body: more than any document has, far fewer than a schema that calls itself can follow. */
const maxDepth = 32;

/** Refuses bodies nested so deep that checking them by a schema that calls itself would run out of stack. */
export function refuseDeepBodies(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ body }) => {
    if (findDeepPlace(body, maxDepth) !== null)
      throw new AppError('invalid_request', `The body is nested more than ${maxDepth} levels deep`);
  });
}
