/** `npm start`: installs what is missing, builds what is stale, then serves. Arguments and environment go to the server. */
import { ensureBuilt } from './builds.mjs';
import { ensureInstalled, findNode } from './prepare.mjs';
import { runProgram } from './run-program.mjs';

ensureInstalled();
const node = findNode();
await ensureBuilt(node);
runProgram(node, 'apps/server/src/main.ts', process.argv.slice(2));
