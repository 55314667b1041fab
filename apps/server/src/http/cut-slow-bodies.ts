import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its body may be a file, which takes its time; one that stands still is cut all the same. */
    takesLong?: true;
  }
}

/** Cuts the connection of whoever takes longer than this to send a body, where the route expects no file. */
export function cutSlowBodies(app: FastifyInstance, mostMs: number): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    if (request.routeOptions.config.takesLong) return;
    const timer = setTimeout(() => request.raw.destroy(), mostMs);
    timer.unref();
    payload.once('close', () => clearTimeout(timer)).once('end', () => clearTimeout(timer));
  });
}
