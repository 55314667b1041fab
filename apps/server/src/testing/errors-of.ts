import type { LightMyRequestResponse } from 'fastify';

/** What a refusal says is wrong, field by field: `path: message`. */
export function errorsOf(answer: LightMyRequestResponse): string[] {
  const { errors = [] } = answer.json<{ errors?: { path: string; message: string }[] }>();
  return errors.map(({ path, message }) => `${path}: ${message}`);
}
