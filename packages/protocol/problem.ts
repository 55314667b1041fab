import { z } from 'zod';

/** Every failure a caller may see, and the HTTP status it travels with. */
export const statusOf = {
  invalid_request: 400,
  not_signed_in: 401,
  forbidden: 403,
  second_factor_required: 403,
  excluded: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  cid_reused: 409,
  too_large: 413,
  unsupported_media_type: 415,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const;

/** Short stable code of a failure, the same over HTTP and sockets. */
export type ErrorCode = keyof typeof statusOf;
export const errorCodeSchema = z.enum(Object.keys(statusOf) as [ErrorCode, ...ErrorCode[]]);

/** Problem details, RFC 9457, as every HTTP error answers (`application/problem+json`). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: errorCodeSchema,
  detail: z.string().optional(),
  /** What was wrong, field by field. `path` is dotted, e.g. `actions.invite`. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  /** Finds the entry in the server's log; present on unexpected failures. */
  reference: z.string().optional(),
});
export type Problem = z.infer<typeof problemSchema>;
