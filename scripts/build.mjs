/** `npm run build`: builds console and visitor script, whether their sources have changed or not. */
import { ensureBuilt } from './builds.mjs';
import { ensureInstalled, findNode } from './prepare.mjs';

ensureInstalled();
await ensureBuilt(findNode(), { force: true });
