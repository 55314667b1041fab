import { text } from '@foyer/protocol/text';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../storage/tables.ts';
import { lookUpSite } from '../sites/list-sites.ts';
import { escapeHtml } from './render-template.ts';
import type { UnsubscribeLinks } from './unsubscribe-links.ts';
import { insertUnsubscribed } from './unsubscribed-repository.ts';

const policy = "default-src 'none'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

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

  const answer = async (
    { site, to, token }: z.infer<typeof querystring>,
    write: (siteName: string) => Promise<[title: string, html: string]>,
  ): Promise<{ status: number; html: string }> => {
    const known = links.isValid(site, to, token) ? await lookUpSite(db, site) : null;
    if (!known)
      return {
        status: 400,
        html: page('This link is not valid', '<p>Part of it may be missing. Copy all of it from the mail.</p>'),
      };
    return { status: 200, html: page(...(await write(escapeHtml(known.name)))) };
  };

  app.get('/', { schema, config }, async (request, reply) => {
    const { status, html } = await answer(request.query, async (siteName) => [
      `No more mail from ${siteName}?`,
      '<form method="post"><button type="submit">Unsubscribe</button></form>',
    ]);
    return reply.code(status).type('text/html; charset=utf-8').header('content-security-policy', policy).send(html);
  });

  app.post('/', { schema, config }, async (request, reply) => {
    const { site, to } = request.query;
    const { status, html } = await answer(request.query, async (siteName) => {
      await insertUnsubscribed(db, site, to, now());
      return ['Unsubscribed', `<p>You will get no more mail from ${siteName}.</p>`];
    });
    return reply.code(status).type('text/html; charset=utf-8').header('content-security-policy', policy).send(html);
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
