import { afterAll, expect, test } from 'vitest';
import { chatVerbAccess, operatorVerbAccess, pageVerbAccess } from './http/verb-access.ts';
import { openTestApp } from './testing/test-app.ts';

const server = await openTestApp();
afterAll(() => server.close());

const row = (...cells: readonly string[]) => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly string[]) =>
  [row(...head), row(...head.map(() => '---')), ...rows].join('\n');
const verbs = (access: Record<string, { who: string; touches: string }>) =>
  Object.entries(access).map(([verb, { who, touches }]) => row(`\`${verb}\``, who, touches));

test('docs/authorisation.md says what the server declares', async () => {
  // Pages of the documentation library and plain files say nothing of rights.
  const routes = server.app.routes
    .filter(({ url }) => url.startsWith('/api/v1/') || url.startsWith('/t/') || url.startsWith('/health/'))
    .map(({ method, url, access, right }) =>
      row(method, `\`${url}\``, access.who, access.touches, right === null ? '' : `\`${right}\``),
    );
  const text = [
    '# Who may do what',
    'Written by `apps/server/src/authorisation-document.test.ts` from the declarations the server checks by, and compared ' +
      'with them in each test run; `vitest run authorisation-document --update` writes it anew.',
    'A role has the rights of those below it: administrator, supervisor, operator. Operators and supervisors use the sites ' +
      'they are given, administrators all. A site, or a thing of a site, that somebody may not use looks to them as if it ' +
      'did not exist (404, `not_found`); a right that their role lacks is refused (403, `forbidden`).',
    '## Routes',
    'An API key is asked for the scope, whatever the least role; where there is none, no key is let in. A scope that ends in ' +
      '`write` includes the one that ends in `read`. A key that is limited to sites reaches nothing that touches the whole ' +
      'installation.',
    table(['method', 'address', 'least role', 'touches', 'scope of an API key'], routes),
    '## Verbs of the console’s socket',
    table(['verb', 'least role', 'touches'], verbs(operatorVerbAccess)),
    '## Verbs of a page',
    'The bearer is whoever knows the visitor’s id, which the page made.',
    table(['verb', 'who', 'touches'], verbs(pageVerbAccess)),
    '## Verbs of a chat window',
    'The bearer is whoever holds the visitor’s token, or a ticket from the visitor’s page.',
    table(['verb', 'who', 'touches'], verbs(chatVerbAccess)),
  ].join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('../../../docs/authorisation.md');
});
