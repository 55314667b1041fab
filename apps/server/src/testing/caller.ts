import type { LightMyRequestResponse } from 'fastify';
import { administrator, type TestApp } from './test-app.ts';

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** What a request carries beside its method and address. */
export interface Extras {
  readonly headers?: Record<string, string>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: object | string;
  /** Peer of the socket. */
  readonly from?: string;
}

/** Somebody who calls the API, with the session cookie they hold, if any. */
export interface Caller {
  /** `foyer-session=…`, or empty. */
  readonly cookie: string;
  call(method: Method, url: string, extras?: Extras): Promise<LightMyRequestResponse>;
  /** Calls and answers the parsed body. Throws unless the status is 2xx: for the steps that lead to what is tested. */
  must<T = { id: string; version: number }>(method: Method, url: string, body?: object): Promise<T>;
}

/** A caller with this cookie, or with none. */
export function callerOf({ http }: Pick<TestApp, 'http'>, cookie = ''): Caller {
  const call: Caller['call'] = (method, url, { headers = {}, body, from } = {}) =>
    http.inject({
      method,
      url,
      headers: { ...(cookie === '' ? {} : { cookie }), ...headers },
      ...(body === undefined ? {} : { payload: body }),
      ...(from === undefined ? {} : { remoteAddress: from }),
    });
  return {
    cookie,
    call,
    async must<T>(method: Method, url: string, body?: object): Promise<T> {
      const answer = await call(method, url, body === undefined ? {} : { body });
      if (answer.statusCode >= 300) throw new Error(`${method} ${url}: ${answer.statusCode} ${answer.body}`);
      return (answer.body === '' ? null : answer.json()) as T;
    },
  };
}

/** Signs in by e-mail and password. */
export async function signIn(
  test: Pick<TestApp, 'http'>,
  account: { email: string; password: string },
): Promise<Caller> {
  const { email, password } = account;
  const answer = await callerOf(test).call('POST', '/api/v1/session', { body: { email, password } });
  if (answer.statusCode !== 200) throw new Error(`sign-in of ${email}: ${answer.statusCode} ${answer.body}`);
  return callerOf(test, cookieOf(answer));
}

export function signInAsAdministrator(test: Pick<TestApp, 'http'>): Promise<Caller> {
  return signIn(test, administrator);
}

/** The session cookie that an answer sets, as a browser would send it back. */
export function cookieOf(answer: LightMyRequestResponse): string {
  const cookie = answer.cookies.find((one) => one.name.endsWith('foyer-session'));
  return cookie ? `${cookie.name}=${cookie.value}` : '';
}
