import { STATUS_CODES } from 'node:http';
import { type ErrorCode, type Problem, statusOf } from '@foyer/protocol/problem';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { AppError } from './app-error.ts';
import { flattenIssues } from './flatten-issues.ts';
import { randomHex } from './new-id.ts';

/** Answers every failure as problem details (RFC 9457). Unexpected ones get a reference and say nothing internal. */
export function answerErrors(app: FastifyInstance, isRetryable: (error: unknown) => boolean): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof AppError) {
      if (error.retryAfterMs !== null) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1000));
      return sendProblem(reply, error.code, error.message, { errors: [...error.fields] });
    }
    if (hasZodFastifySchemaValidationErrors(error)) {
      const where = error.validationContext === 'body' ? '' : `${error.validationContext ?? ''}.`;
      const errors = error.validation.flatMap((issue) => {
        const path = issue.instancePath.split('/').filter(Boolean);
        if (issue.keyword === 'invalid_union') return faultsOfUnion(path, issue.params, where);
        return [{ path: `${where}${path.join('.')}`, message: issue.message ?? 'is not allowed' }];
      });
      return sendProblem(reply, 'invalid_request', 'Some fields are not as they must be', { errors });
    }
    const status = error.statusCode ?? 500;
    if (status === 404) return sendProblem(reply, 'not_found', 'There is nothing at this address');
    if (status === 413) return sendProblem(reply, 'too_large', 'The request is too large');
    if (status === 415) return sendProblem(reply, 'unsupported_media_type', 'The body must be application/json');
    if (status >= 400 && status < 500) return sendProblem(reply, 'invalid_request', clientMessage(error));
    if (isRetryable(error)) {
      request.log.warn({ error: error.message }, 'storage cannot answer just now');
      reply.header('retry-after', 2);
      return sendProblem(reply, 'unavailable', 'The server cannot do this just now; try again');
    }
    const reference = randomHex(8);
    request.log.error({ err: error, reference }, 'unexpected failure');
    return sendProblem(reply, 'internal', 'Something went wrong on our side', { reference });
  });
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'not_found', 'There is nothing at this address'));
}

/** Answers an address that cannot be read, for which no hook or handler runs: broken escapes, overlong parameters. */
export function answerUnreadableAddress(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
  const isTooLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
  sendProblem(
    reply,
    isTooLong ? 'not_found' : 'invalid_request',
    isTooLong ? 'There is nothing at this address' : 'The address cannot be read',
  );
}

/** A value that could have been one of several shapes, as conditions and groups are: the faults of the shape nearest to it. */
function faultsOfUnion(path: string[], params: Record<string, unknown>, where: string) {
  const issue = { ...params, code: 'invalid_union', path, message: 'is not allowed' } as unknown as z.core.$ZodIssue;
  return flattenIssues([issue]).map((fault) => ({ ...fault, path: `${where}${fault.path}` }));
}

/** Fastify's own 4xx messages name only the request's form (bad JSON, bad header). */
function clientMessage(error: FastifyError): string {
  return error.code?.startsWith('FST_') ? error.message : 'The request cannot be read';
}

function sendProblem(reply: FastifyReply, code: ErrorCode, detail: string, more: Partial<Problem> = {}) {
  const status = statusOf[code];
  const problem: Problem = {
    type: `urn:foyer:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    ...(more.errors?.length ? { errors: more.errors } : {}),
    ...(more.reference ? { reference: more.reference } : {}),
  };
  // Written as it is: an error's body is never subject to a route's own response schema.
  return reply
    .code(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .header('cache-control', 'no-store')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(problem);
}
