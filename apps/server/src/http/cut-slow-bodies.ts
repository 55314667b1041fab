import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its body may be a file, which takes its time; one that stands still is cut all the same. */
    takesLong?: true;
  }
}

/** Cuts the connection of whoever takes longer than this to send a body, where the route expects no file. */
export function cutSlowBodies(app: FastifyInstance, mostMs: number): void {
  app.addHook('preParsing', async ({ raw, routeOptions }) => {
    if (routeOptions.config.takesLong) return;
    const timer = setTimeout(() => {
      // A request that is whole may take as long to answer as it needs.
      if (raw.complete === false) raw.destroy();
    }, mostMs);
    timer.unref();
    raw.once('close', () => clearTimeout(timer));
  });
}
