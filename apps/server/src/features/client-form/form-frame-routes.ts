import { text } from '@foyer/protocol/text';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { newNonce, setPolicy } from '../../http/security-headers.ts';
import { escapeHtml } from '../outbox/render-template.ts';
import type { FramedForm, FrameTickets } from './frame-tickets.ts';

/**
 * The page of ours that stands between the console and the form. Its policy lets exactly the form's host into the frame,
 * from the moment that the form is saved: the console's own policy was fixed when the console was loaded. It has no script:
 * the console, being of the same origin, listens to the messages that reach it.
 */
export const formFrameRoutes: FastifyPluginAsyncZod<{ tickets: FrameTickets; now: () => number }> = async (
  app,
  { tickets, now },
) => {
  app.get(
    '/client-form-frame',
    {
      schema: { querystring: z.object({ ticket: text(20_000).default('') }), hide: true },
      config: { access: { who: 'anyone', touches: 'nothing' } },
    },
    async (request, reply) => {
      // Only within our own console: nobody shall be shown another's page under our address.
      const isFramed = (request.headers['sec-fetch-dest'] ?? 'iframe') === 'iframe';
      const form = isFramed ? tickets.read(request.query.ticket, now()) : null;
      const nonce = newNonce();
      setPolicy(reply, framePolicy(nonce, form === null ? "'none'" : new URL(form.address).origin));
      reply.code(form === null ? 400 : 200).type('text/html; charset=utf-8');
      return reply.send(page(nonce, form));
    },
  );
};

function framePolicy(nonce: string, framed: string): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `frame-src ${framed}`,
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}

/** The sandbox lets the form be an origin of its own, which is never ours, so that its messages can be told from others'. */
function page(nonce: string, form: FramedForm | null): string {
  const sandbox = `allow-scripts allow-forms allow-same-origin${form?.popups ? ' allow-popups' : ''}`;
  const body =
    form === null
      ? '<p>This form has to be opened again from the console.</p>'
      : `<iframe title="${escapeHtml(form.title)}" src="${escapeHtml(form.address)}" sandbox="${sandbox}" referrerpolicy="no-referrer" allow=""></iframe>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escapeHtml(form?.title ?? 'Form')}</title>
<style nonce="${nonce}">html,body,iframe{display:block;width:100%;height:100%;margin:0;border:0}p{padding:1rem}</style></head>
<body>${body}</body>
</html>
`;
}
