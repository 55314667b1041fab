/** Brings a bare checkout to the point where Foyer can run: packages installed, a fitting Node.js found. Node 18+, no dependency. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';

/** The checkout's top folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The oldest major version of Node.js that Foyer's own source runs on. */
const requiredMajor = 24;

/** Tells the person at the terminal. On stderr, so that a command's own output stays clean; synchronous, so that `execve` loses nothing. */
export function say(line) {
  writeSync(2, `${line}\n`);
}

/** Says why Foyer can't go on and what to do, then ends the process with 1. */
export function giveUp(...lines) {
  for (const line of lines) say(line);
  process.exit(1);
}

/** Runs `npm ci` unless node_modules already holds what package-lock.json names. Ends the process when it can't be done. */
export function ensureInstalled() {
  const reason = whyInstall();
  if (reason === null) return;
  const startedAt = Date.now();
  say(`Installing packages (${reason}) …`);
  // Nothing Foyer uses needs an install script; whatever NODE_ENV says, the build needs the development packages.
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error'];
  const npm = spawnSync('npm', args, {
    cwd: root,
    env: { ...process.env, PATH: pathOutsideCheckout() },
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32', // npm is a .cmd file there
  });
  if (npm.error)
    giveUp(`npm could not be started: ${npm.error.message}`, 'Install npm 9 or newer, then run this again.');
  if (npm.status !== 0) {
    giveUp(
      'npm ci failed; the reason is above.',
      'If package.json and package-lock.json disagree, run npm install. Otherwise check the network, then run this again.',
    );
  }
  say(`Installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s.`);
}

/** A path to a Node.js that runs Foyer: this process's own, else the one among the installed packages. Ends the process when neither fits. */
export function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= requiredMajor) return process.execPath;
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const installed = join(root, 'node_modules', `node-${platform}-${process.arch}`, 'bin', name);
  // Asked for its version, for it may be there and still not run (Alpine has another C library).
  if (existsSync(installed) && spawnSync(installed, ['--version']).status === 0) return installed;
  return giveUp(
    `Foyer needs Node.js ${requiredMajor} or newer; this is ${process.version} on ${platform}-${process.arch},`,
    'for which the package registry delivers none that runs here.',
    `Install Node.js ${requiredMajor} (https://nodejs.org), then run this again.`,
  );
}

/** Why node_modules has to be installed anew, or null. npm writes its own list last, so an install that was cut short has none. */
function whyInstall() {
  const installedList = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedList)) return 'none are there yet';
  const wanted = readJson(join(root, 'package-lock.json')).packages;
  const installed = readJson(installedList).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/')) {
      if (!declaresTheSame(entry, join(root, path, 'package.json'))) return `${path || '.'}/package.json has changed`;
      continue;
    }
    const found = installed[path];
    if (found ? found.version !== entry.version : !entry.optional)
      return `${path.slice('node_modules/'.length)} has changed`;
  }
  return null;
}

/** Whether a package.json still asks for what the lock file noted of it. */
function declaresTheSame(entry, file) {
  if (!existsSync(file)) return false;
  const manifest = readJson(file);
  return ['dependencies', 'devDependencies', 'optionalDependencies'].every((field) =>
    isDeepStrictEqual({ ...entry[field] }, { ...manifest[field] }),
  );
}

/** PATH without the checkout's node_modules, which `npm ci` is about to remove under npm's own feet. */
function pathOutsideCheckout() {
  const inside = join(root, 'node_modules');
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(inside))
    .join(delimiter);
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
