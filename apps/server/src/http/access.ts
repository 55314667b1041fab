import type { ApiScope } from '@foyer/protocol/api-key';
import type { Role } from '@foyer/protocol/operator';
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { allows, rightOf } from './api-right.ts';
import { AppError } from './app-error.ts';
import { hasRole, mayUseSite, type OperatorPrincipal } from './principal.ts';

/**
 * Who may call a route, and whose data it touches. Every route declares one; the server refuses to start on a route
 * without. The authorisation matrix is generated from these.
 */
export interface Access {
  /** `anyone`: no sign-in; else the least role. */
  readonly who: 'anyone' | Role;
  /**
   * Whose data: `nothing` private; `self` the caller's own account; `site` the site named by `:siteId`; `chat` a chat of
   * that site, which an operator must have or have had (supervisors see to all), or which a signed address names;
   * `readableChat` one that waits or is over, or that the caller has or has had, for supervisors any;
   * `heldChat` a chat of it that the caller has; `installation` everything; `visitor` what the bearer of a visitor's own
   * id or token owns.
   */
  readonly touches: 'nothing' | 'self' | 'site' | 'chat' | 'readableChat' | 'heldChat' | 'installation' | 'visitor';
  /**
   * `nothing`: changes no setting, whatever its method, such as a dry run. All other writes by administrators must leave an
   * entry in the change log.
   */
  readonly changes?: 'nothing';
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** The signed-in operator; only on routes whose access is not `anyone`. */
    operator: OperatorPrincipal;
    /** Epoch ms, by the server's clock. */
    receivedAt: number;
    /** Whether its operator was taken to be named in the change log. */
    hasChanger: boolean;
  }
}

/** A route as declared, for the matrix and the documents. */
export interface DeclaredRoute {
  readonly method: string;
  readonly url: string;
  readonly access: Access;
  /** What an API key needs to call it; null: no key ever does. */
  readonly right: ApiScope | null;
  readonly schema: RouteOptions['schema'];
}

/** Pages of a library, which declares nothing itself: the readable form of the API's description. */
const libraryPages = '/api/docs';

/** What requests are checked with. */
interface AccessChecks {
  /** Finds out who sends a request, or null. */
  readonly authenticate: (request: FastifyRequest) => Promise<OperatorPrincipal | null>;
  /** Whether there is a site with this id: administrators may use every one that there is. */
  readonly siteExists: (siteId: string) => Promise<boolean>;
  readonly now: () => number;
  /** Told of a write by an administrator that has left no entry in the change log. What it throws is answered. */
  readonly onUnrecorded: (route: string) => void;
}

/** Checks every request against its route's declaration, and collects the declarations. */
export function enforceAccess(
  app: FastifyInstance,
  { authenticate, siteExists, now, onUnrecorded }: AccessChecks,
): DeclaredRoute[] {
  const declared: DeclaredRoute[] = [];
  app.decorateRequest('operator', null as unknown as OperatorPrincipal);
  app.decorateRequest('receivedAt', 0);
  app.decorateRequest('hasChanger', false);

  app.addHook('onRoute', (route) => {
    if (route.url.startsWith(libraryPages))
      route.config = { ...route.config, access: { who: 'anyone', touches: 'nothing' } };
    const access = route.config?.access;
    if (!access) throw new Error(`Route ${String(route.method)} ${route.url} declares no access`);
    if (isOfSite(access) && access.who !== 'anyone' && !route.url.includes(':siteId'))
      throw new Error(`Route ${route.url} touches a site but has no :siteId`);
    for (const method of [route.method].flat())
      if (method !== 'HEAD')
        declared.push({
          method,
          url: route.url,
          access,
          right: rightOf(method, route.url, access),
          schema: route.schema,
        });
  });

  app.addHook('onRequest', async (request) => {
    request.receivedAt = now();
    const access = request.routeOptions.config.access;
    if (!access || access.who === 'anyone') return;
    const operator = await authenticate(request);
    if (!operator) throw new AppError('not_signed_in', 'Sign in first');
    // Rights on a site come before roles, so that a foreign site looks as if it did not exist.
    const { siteId } = request.params as { siteId?: string };
    if (isOfSite(access)) {
      const isTheirs = siteId !== undefined && mayUseSite(operator, siteId);
      if (!isTheirs || (operator.siteIds === null && !(await siteExists(siteId))))
        throw new AppError('not_found', 'No such site');
    }
    if (operator.scopes !== null) {
      requireRight(request, access, operator.scopes, operator.siteIds !== null);
    } else if (!hasRole(operator.role, access.who))
      throw new AppError('forbidden', `This needs the role ${access.who}; yours is ${operator.role}`);
    if (operator.needsTwoFactor && access.touches !== 'self')
      throw new AppError(
        'second_factor_required',
        'Administrators need two-factor sign-in here: set it up in your account first',
      );
    request.operator = operator;
  });

  app.addHook('onSend', async (request, reply) => {
    const { access } = request.routeOptions.config;
    const isChange = access?.who === 'administrator' && access.changes !== 'nothing' && !isReading(request.method);
    if (isChange && reply.statusCode < 300 && !request.hasChanger)
      onUnrecorded(`${request.method} ${request.routeOptions.url}`);
  });
  return declared;
}

/** Whether only those who may use the site named in the address come in. */
function isOfSite({ touches }: Access): boolean {
  return touches === 'site' || touches === 'chat' || touches === 'readableChat' || touches === 'heldChat';
}

function isReading(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** Throws unless an API key with these scopes may call the route. Roles say nothing of keys: scopes do. */
function requireRight(
  request: FastifyRequest,
  access: Access,
  scopes: readonly ApiScope[],
  isLimitedToSites: boolean,
): void {
  const right = rightOf(request.method, request.routeOptions.url ?? '', access);
  if (right === null) throw new AppError('forbidden', 'No API key can be used here');
  if (access.touches === 'installation' && isLimitedToSites)
    throw new AppError('forbidden', 'This API key is limited to some sites; this concerns all of them');
  if (!allows(scopes, right)) throw new AppError('forbidden', `This needs an API key with the scope ${right}`);
}
