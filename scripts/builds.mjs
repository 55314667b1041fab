/** Builds what browsers load (console, visitor script), and only when its source has changed. The server needs no build. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { giveUp, root, say } from './prepare.mjs';

/** Each build: where its source is besides packages/, and the arguments Node.js gets in that folder. */
const builds = [
  { name: 'console', folder: join(root, 'apps/console'), args: [join(root, 'node_modules/vite/bin/vite.js'), 'build'] },
  { name: 'visitor', folder: join(root, 'apps/visitor'), args: ['build.ts'] },
];

/** Builds what is stale, or all with `force`, side by side, with the Node.js at `node`. Ends the process when a build fails. */
export async function ensureBuilt(node, { force = false } = {}) {
  const stale = builds
    .map((build) => ({
      ...build,
      stamp: join(build.folder, 'dist', '.foyer-stamp'),
      sources: hashSources(build.folder),
    }))
    .filter(({ stamp, sources }) => force || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== sources);
  const outcomes = await Promise.all(stale.map((build) => runBuild(node, build)));
  if (outcomes.includes(false)) giveUp('Foyer was not built; the reason is above.');
}

/** Runs one build and says how long it took; its output is shown only when it fails. */
function runBuild(node, { name, folder, args, stamp, sources }) {
  const startedAt = Date.now();
  say(`Building ${name} …`);
  return new Promise((resolve) => {
    const child = spawn(node, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => (output += error.message));
    child.on('close', (code) => {
      if (code === 0 && existsSync(join(folder, 'dist'))) {
        writeFileSync(stamp, sources);
        say(`Built ${name} in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
        resolve(true);
      } else {
        say(`${output}\nBuilding ${name} failed (exit ${code}).`);
        resolve(false);
      }
    });
  });
}

/** A hash of all that a build reads: content, not times, for a checkout and back changes only the latter. */
function hashSources(folder) {
  const hash = createHash('sha256');
  const files = [join(root, 'package-lock.json'), ...listSources(folder), ...listSources(join(root, 'packages'))];
  for (const file of files)
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

function listSources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' || entry.name === 'dist' ? [] : listSources(path);
      return !entry.isFile() || /\.test\.tsx?$|\.tsbuildinfo$/.test(entry.name) ? [] : [path];
    });
}
