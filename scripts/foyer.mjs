/** `npm run -s foyer -- <command>`: one command of Foyer's command line. Only the command itself writes to stdout. */
import { ensureBuilt } from './builds.mjs';
import { ensureInstalled, findNode } from './prepare.mjs';
import { runProgram } from './run-program.mjs';

const args = process.argv.slice(2);
ensureInstalled();
const node = findNode();
if (args[0] === 'serve') await ensureBuilt(node); // nothing else shows pages
runProgram(node, 'apps/server/src/cli.ts', args);
