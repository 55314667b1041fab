import type { Problem } from '@foyer/protocol/problem';
import { problemSchema } from '@foyer/protocol/problem';

/** Whatever turns outside data into a typed value or throws: any schema of `protocol`. */
export interface Parser<T> {
  parse(value: unknown): T;
}

/** A request that the server refused or that never reached it. `problem` is null when nothing readable was answered. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: Problem | null;
  constructor(message: string, problem: Problem | null, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Asks the server for `path` under /api/v1 and parses its answer. Throws `ApiError`. `signal`: nobody waits any more. */
export async function request<T>(
  method: Method,
  path: string,
  answer: Parser<T>,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const response = await send(method, path, body, signal);
  return answer.parse(await response.json());
}

/** As `request`, for answers without a body. */
export async function requestNothing(method: Method, path: string, body?: unknown): Promise<void> {
  await send(method, path, body);
}

/** Asks the server for a file, and answers it with the name that it is to have. Throws `ApiError`. */
export async function requestFile(path: string, signal: AbortSignal): Promise<{ file: Blob; name: string }> {
  const response = await send('GET', path, undefined, signal);
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return { file: await response.blob(), name: decodeURIComponent(encoded ?? 'export') };
}

/** Sends a file's bytes as they are, and parses the answer. */
export async function sendFile<T>(path: string, answer: Parser<T>, file: Blob): Promise<T> {
  const response = await send('POST', path, file);
  return answer.parse(await response.json());
}

async function send(method: Method, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const init: RequestInit = { method, credentials: 'same-origin', headers: { accept: 'application/json' } };
  if (signal !== undefined) init.signal = signal;
  if (body !== undefined) {
    const isFile = body instanceof Blob;
    const type = isFile ? 'application/octet-stream' : 'application/json';
    init.headers = { accept: 'application/json', 'content-type': type };
    init.body = isFile ? body : JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, init);
  } catch (cause) {
    throw new ApiError('The server cannot be reached. Check your connection and try again.', null, { cause });
  }
  if (response.ok) return response;
  throw await readProblem(response);
}

async function readProblem(response: Response): Promise<ApiError> {
  return toApiError(response.status, await response.text().catch(() => ''));
}

/** What a refusal with this status and body says. */
export function toApiError(status: number, body: string): ApiError {
  const parsed = problemSchema.safeParse(readJson(body));
  if (!parsed.success) return new ApiError(`The server answered ${status} without saying why.`, null);
  const problem = parsed.data;
  const reference = problem.reference === undefined ? '' : ` (reference ${problem.reference})`;
  return new ApiError(`${problem.detail ?? problem.title}${reference}`, problem);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not from our server
  }
}

/** Parses `{ items: [...] }`, the envelope of lists that come whole. */
export function itemsOf<T>(item: Parser<T>): Parser<T[]> {
  return {
    parse: (value) => {
      if (typeof value !== 'object' || value === null || !('items' in value) || !Array.isArray(value.items))
        throw new TypeError('Expected an object with a list of items');
      return value.items.map((one) => item.parse(one));
    },
  };
}

/** Whether a failure is of this kind. */
export function isProblem(error: unknown, code: Problem['code']): boolean {
  return error instanceof ApiError && error.problem?.code === code;
}

/** What a failure says to the person who met it. */
export function errorText(error: unknown): string {
  return error instanceof ApiError
    ? error.message
    : 'Something went wrong in the console. Reload the page and try again.';
}
