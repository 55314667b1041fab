import {
  clientFormFields,
  clientFormSchema,
  formContextSchema,
  type OpenedForm,
  openedFormSchema,
} from '@foyer/protocol/client-form';
import { text } from '@foyer/protocol/text';
import { fillAddressTemplate, originOf } from '@foyer/rules/address-template';
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { RateLimits } from '../../http/rate-limits.ts';
import { changerOf, recordChange } from '../changes/record-change.ts';
import { describeMe } from '../operators/me.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { findSurveyNameFault } from '../surveys/check-survey-names.ts';
import { readSurveyNames } from '../surveys/read-surveys.ts';
import { findFormFault } from './client-form-document.ts';
import { getClientForm, saveClientForm } from './client-form-repository.ts';
import { findFormAddressFault } from './find-form-address-fault.ts';
import { type FormContextParts, fingerprintOf, formValuesOf, readFormContext, sampleContext } from './form-context.ts';
import type { FormTokens } from './form-tokens.ts';
import type { FrameTickets } from './frame-tickets.ts';

const changeSchema = z.strictObject({ ...clientFormFields, version: z.number().int().min(0) });
const { title, url, personalData, popups } = clientFormFields;

export interface ClientFormParts extends FormContextParts {
  readonly tokens: FormTokens;
  readonly tickets: FrameTickets;
  /** Names, without ports, of the hosts that the console is reached at. */
  readonly ownHosts: (request: FastifyRequest) => readonly string[];
  readonly announce: (siteId: string, documents: 'clientForm') => Promise<void>;
  readonly now: () => number;
}

/** The custom client form of one site, at /api/v1/sites/:siteId/client-form. Operators of the site read and open it, administrators write it. */
export const clientFormRoutes: FastifyPluginAsyncZod<ClientFormParts> = async (app, parts) => {
  const { storage, tokens, tickets, ownHosts, announce, now } = parts;
  const { db } = storage;
  const params = z.object({ siteId: z.uuid() });
  const reads = { access: { who: 'operator', touches: 'site' } } as const;
  const writes = { access: { who: 'administrator', touches: 'site' } } as const;

  app.get('/', { schema: { params, response: { 200: clientFormSchema } }, config: reads }, async (request) =>
    getClientForm(db, request.params.siteId),
  );

  app.put(
    '/',
    { schema: { params, body: changeSchema, response: { 200: clientFormSchema } }, config: writes },
    async (request) => {
      const { siteId } = request.params;
      const { version, ...form } = request.body;
      requireSound(form, request);
      const stranger = findSurveyNameFault(form.url, await readSurveyNames(db, siteId));
      if (stranger !== null) throw refusedAddress(stranger);
      const saved = await db.transaction().execute(async (trx) => {
        const before = await getClientForm(trx, siteId);
        const after = await saveClientForm(trx, siteId, version, form);
        if (!after) throw new AppError('conflict', 'Somebody else has changed the form; read it again');
        const change = { siteId, kind: 'clientForm', id: siteId, name: 'Client form', before, after } as const;
        await recordChange(trx, changerOf(request), change);
        return after;
      });
      await announce(siteId, 'clientForm');
      return saved;
    },
  );

  app.post(
    '/open',
    {
      schema: { params, body: z.strictObject({ chatId: z.uuid() }), response: { 200: openedFormSchema } },
      config: reads,
    },
    async (request) => {
      const { siteId } = request.params;
      const { chatId } = request.body;
      const context = await readFormContext(parts, siteId, chatId, request.operator.operatorId);
      const form = await getClientForm(db, siteId);
      if (!form.enabled) throw new AppError('conflict', 'This site has no form switched on');
      // Checked again where it is used: the console may have moved to the form's host since it was saved.
      const fault = findFormAddressFault(form, ownHosts(request));
      if (fault !== null) throw new AppError('conflict', `The address of the form ${fault}`);
      const operatorId = request.operator.operatorId;
      const host = new URL(originOf(form.url)).host;
      return prepare(form, context, tokens.make({ siteId, chatId, operatorId, host }, now()));
    },
  );

  app.post(
    '/test',
    {
      schema: {
        params,
        body: z.strictObject({ title, url, personalData, popups, chatId: z.uuid().nullable().default(null) }),
        response: { 200: openedFormSchema },
      },
      config: { access: { ...writes.access, changes: 'nothing' } },
    },
    async (request) => {
      const { siteId } = request.params;
      const { chatId, ...form } = request.body;
      const { operatorId } = request.operator;
      requireSound({ ...form, enabled: true }, request);
      const host = new URL(originOf(form.url)).host;
      if (chatId !== null) {
        const context = await readFormContext(parts, siteId, chatId, operatorId);
        return prepare(form, context, tokens.make({ siteId, chatId, operatorId, host }, now()));
      }
      const site = await lookUpSite(db, siteId);
      if (!site) throw new AppError('not_found', 'No such site');
      const { id, name, email } = await describeMe(db, operatorId);
      return prepare(form, sampleContext({ id: site.id, name: site.name }, { id, name, email }), 'sample-token');
    },
  );

  function requireSound(form: { enabled: boolean; url: string; personalData: boolean }, request: FastifyRequest): void {
    const fault = findFormFault(form, ownHosts(request));
    if (fault !== null) throw refusedAddress(fault);
  }

  function prepare(
    form: { url: string; title: string; popups: boolean },
    context: Awaited<ReturnType<typeof readFormContext>>,
    token: string,
  ): OpenedForm {
    const { address, parts: pieces } = fillAddressTemplate(form.url, formValuesOf(context, token));
    return {
      address,
      parts: pieces,
      origin: new URL(address).origin,
      framePath: tickets.pathFor({ address, title: form.title, popups: form.popups }, now()),
      fingerprint: fingerprintOf(context),
    };
  }
};

/**
 * Where the server of a form exchanges its `{token}` for what it is about, at /api/v1/client-form/exchange. The token is
 * the right to ask; browsers of other web sites are refused like everywhere, so it has to be a server.
 */
export const formExchangeRoutes: FastifyPluginAsyncZod<
  FormContextParts & {
    tokens: FormTokens;
    limits: RateLimits;
    limitKeyOf: (request: FastifyRequest) => string;
    now: () => number;
  }
> = async (app, parts) => {
  const { storage, tokens, limits, limitKeyOf, now } = parts;
  const body = z.strictObject({
    token: text(2000, 1),
    /** Host and port of the form: the one that the token was made for. */
    host: text(255, 1),
  });

  app.post(
    '/exchange',
    {
      schema: { body, response: { 200: formContextSchema } },
      config: { access: { who: 'anyone', touches: 'visitor' } },
    },
    async (request) => {
      await limits.take('formExchangesByAddress', limitKeyOf(request));
      const { token, host } = request.body;
      const refused = new AppError('invalid_request', 'This token is not valid (any more) for this host');
      const claims = tokens.read(token, host, now());
      if (claims === null) throw refused;
      const form = await getClientForm(storage.db, claims.site);
      if (!form.enabled || new URL(originOf(form.url)).host !== claims.aud) throw refused;
      const me = await describeMe(storage.db, claims.operator).catch(() => null);
      if (!me?.sites.some((site) => site.id === claims.site)) throw refused;
      return readFormContext(parts, claims.site, claims.sub, claims.operator);
    },
  );
};

function refusedAddress(fault: string): AppError {
  return new AppError('invalid_request', `The address ${fault}`, { fields: [{ path: 'url', message: fault }] });
}
