import fastifySwagger from '@fastify/swagger';
import fastifySwaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { rightOf } from './api-right.ts';

const anyone = { access: { who: 'anyone', touches: 'nothing' } } as const;

/** OpenAPI 3.1 from the routes' own schemas, at /api/v1/openapi.json, and pages to read it at /api/docs. */
export async function documentRoutes(app: FastifyInstance, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Foyer',
        version,
        description:
          'Lists are paged by `cursor`. Changes carry the version they were made on; a stale one is answered with 409. ' +
          'Errors are problem details (RFC 9457).',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'foyer-session' },
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'foyer_…',
            description: 'An API key, as made in the settings.',
          },
        },
      },
    },
    transform: (route) => {
      const transformed = jsonSchemaTransform(route);
      const access = route.route.config?.access;
      if (access && access.who !== 'anyone') {
        const right = rightOf(String([route.route.method].flat()[0]), route.url, access);
        Object.assign(transformed.schema, {
          security: right === null ? [{ session: [] }] : [{ session: [] }, { apiKey: [] }],
          description:
            right === null
              ? `Needs the role ${access.who}; not for API keys.`
              : `Needs the role ${access.who}, or an API key with the scope ${right}.`,
        });
      }
      return transformed;
    },
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(fastifySwaggerUi, { routePrefix: '/api/docs', staticCSP: true });
  app.get('/api/v1/openapi.json', { config: anyone, schema: { hide: true } }, async () => app.swagger());
}
