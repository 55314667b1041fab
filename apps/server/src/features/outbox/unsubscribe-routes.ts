import { text } from '@foyer/protocol/text';
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { AppError } from '../../http/app-error.ts';
import type { Database } from '../../storage/tables.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { escapeHtml } from './render-template.ts';
import type { UnsubscribeLinks } from './unsubscribe-links.ts';
import { insertUnsubscribed } from './unsubscribed-repository.ts';

const policy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
const notValid = 'This link is not valid';

/**
 * Where the links in mail to visitors lead. A GET changes nothing, since mail scanners follow links; the POST is of the
 * page's button, or of a mail program (one click, RFC 8058), with whatever body.
 */
export const unsubscribeRoutes: FastifyPluginAsyncZod<{
  db: Kysely<Database>;
  links: UnsubscribeLinks;
  now: () => number;
}> = async (app, { db, links, now }) => {
  const querystring = z.object({
    site: text(64).default(''),
    to: text(64).default(''),
    token: text(64).default(''),
  });
  const schema = { querystring, hide: true };
  const config = { access: { who: 'anyone', touches: 'visitor' } } as const;

  // The form says nothing that the address does not say: any body is read and dropped.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 16 * 1024 }, (_request, _body, done) => done(null));

  /** Name of the site, as HTML; null when the link is not one of ours. */
  const findSiteName = async ({ site, to, token }: z.infer<typeof querystring>): Promise<string | null> => {
    const known = links.isValid(site, to, token) ? await lookUpSite(db, site) : null;
    return known && escapeHtml(known.name);
  };
  const send = (reply: FastifyReply, status: number, html: string) =>
    reply.code(status).type('text/html; charset=utf-8').header('content-security-policy', policy).send(html);

  app.get('/', { schema, config }, async (request, reply) => {
    const siteName = await findSiteName(request.query);
    if (siteName === null)
      return send(reply, 400, page(notValid, '<p>Part of it may be missing. Copy all of it from the mail.</p>'));
    const form = '<form method="post"><button type="submit">Unsubscribe</button></form>';
    return send(reply, 200, page(`No more mail from ${siteName}?`, form));
  });

  app.post('/', { schema, config }, async (request, reply) => {
    const siteName = await findSiteName(request.query);
    if (siteName === null) throw new AppError('invalid_request', notValid);
    await insertUnsubscribed(db, request.query.site, request.query.to, now());
    return send(reply, 200, page('Unsubscribed', `<p>You will get no more mail from ${siteName}.</p>`));
  });
};

/** Both are HTML already. */
function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><main><h1>${title}</h1>${content}</main></body>
</html>
`;
}
