/** Builds foyer.js and the chat window into dist/, and fails when the script outgrows its limit (quality.md P7). */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = import.meta.dirname;
const dist = join(here, 'dist');
const scriptLimitBytes = 8_192;
const windowLimitBytes = 25_000;

/** One classic script without globals of its own. */
async function bundle(entry: string, outDir: string, name: string): Promise<void> {
  await build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    build: {
      target: 'es2020',
      cssTarget: ['chrome111', 'firefox113', 'safari16.4'],
      outDir,
      emptyOutDir: false,
      minify: true,
      lib: {
        entry: join(here, entry),
        formats: ['iife'],
        name: 'foyerBuild', // never used: nothing is exported
        fileName: () => `${name}.js`,
        cssFileName: name,
      },
    },
  });
  await escapeBeyondAscii(join(outDir, `${name}.js`));
}

/** Characters beyond ASCII as escapes: a page that names another charset must not garble them. */
async function escapeBeyondAscii(path: string): Promise<void> {
  const code = await readFile(path, 'utf8');
  await writeFile(
    path,
    code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

async function gzipBytes(...path: string[]): Promise<number> {
  return gzipSync(await readFile(join(dist, ...path)), { level: 9 }).length;
}

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, 'chat'), { recursive: true });
await bundle('src/tracker.ts', dist, 'foyer');
await bundle('src/chat-window/main.ts', join(dist, 'chat'), 'chat');

const css = await readFile(join(dist, 'chat', 'chat.css'));
const hash = createHash('sha256')
  .update(await readFile(join(dist, 'chat', 'chat.js')))
  .update(css)
  .digest('hex')
  .slice(0, 12);
const page = await readFile(join(here, 'src/chat-window/index.html'), 'utf8');
await writeFile(join(dist, 'chat', 'index.html'), page.replaceAll('__HASH__', hash));

const script = await gzipBytes('foyer.js');
const chat =
  (await gzipBytes('chat', 'chat.js')) +
  (await gzipBytes('chat', 'chat.css')) +
  (await gzipBytes('chat', 'index.html'));
console.log(`foyer.js     ${script} bytes compressed (limit ${scriptLimitBytes})`);
console.log(`chat window  ${chat} bytes compressed (limit ${windowLimitBytes})`);
if (script > scriptLimitBytes || chat > windowLimitBytes) {
  console.error('Too large: see quality.md, P7.');
  process.exitCode = 1;
}
