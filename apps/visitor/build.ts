/** Builds foyer.js, the files it fetches later, and the chat window into dist/, and fails when one outgrows its limit (quality.md P7). */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { directionOf, windowLanguages } from '@foyer/protocol/window-language';
import { build } from 'vite';

const here = import.meta.dirname;
const dist = join(here, 'dist');
/** What foyer.js fetches on the pages that need it: modules, each by its entry. */
const laterFiles = { 'foyer-invite': 'src/invitations.ts', 'foyer-watch': 'src/watch.ts' };
/** What is measured together, and how large it may be compressed. */
const limits = [
  { name: 'foyer.js', files: ['foyer.js'], limitBytes: 8_192 },
  { name: 'foyer-invite.js', files: ['foyer-invite.js'], limitBytes: 4_096 },
  { name: 'foyer-watch.js', files: ['foyer-watch.js'], limitBytes: 1_024 },
  ...windowLanguages.map((language) => ({
    name: `chat window, ${language}`,
    files: [`chat/${language}.html`],
    limitBytes: 28_000,
  })),
];

/** One file: a classic script without globals of its own (`iife`), or a module (`es`). `define`: constants of the build. */
async function bundle(
  entry: string,
  outDir: string,
  name: string,
  format: 'iife' | 'es' = 'iife',
  define: Record<string, string> = {},
  global = 'foyerBuild', // never used unless named: nothing is exported
): Promise<void> {
  await build({
    configFile: false,
    root: here,
    logLevel: 'warn',
    define,
    build: {
      target: 'es2020',
      cssTarget: ['chrome111', 'firefox113', 'safari16.4'],
      outDir,
      emptyOutDir: false,
      minify: true,
      lib: {
        entry: join(here, entry),
        formats: [format],
        name: global,
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

async function shortHash(...paths: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(await readFile(path));
  return hash.digest('hex').slice(0, 12);
}

/** A page of ours, which asks for its script and styles by what is in them. */
async function writePage(source: string, folder: string, name: string): Promise<void> {
  const hash = await shortHash(join(dist, folder, `${name}.js`), join(dist, folder, `${name}.css`));
  const page = await readFile(join(here, 'src', source, 'index.html'), 'utf8');
  await writeFile(join(dist, folder, 'index.html'), page.replaceAll('__HASH__', hash));
}

/**
 * The chat window, a page for each language with all that it needs in it: it opens in one round trip, and a browser that
 * has it asks only whether it is still the same. The server's policy names its scripts and styles by their hashes.
 */
async function writeChatPages(): Promise<void> {
  const parts = join(dist, 'chat-parts');
  await bundle('src/chat-window/main.ts', parts, 'chat');
  const page = await readFile(join(here, 'src/chat-window/index.html'), 'utf8');
  const read = async (file: string) => (await readFile(join(parts, file), 'utf8')).trim();
  const [script, styles] = [inline(await read('chat.js')), await read('chat.css')];
  for (const language of windowLanguages) {
    await bundle(`src/chat-window/words/${language}.ts`, parts, language, 'iife', {}, 'foyerWords');
    const values: Record<string, string> = {
      STYLES: styles,
      WORDS: inline(await read(`${language}.js`)),
      SCRIPT: script,
    };
    const head = `<html lang="${language}" dir="${directionOf(language)}">`;
    const whole = page
      .replace('<html lang="en" dir="ltr">', head)
      .replace(/(?:\/\*)?__([A-Z]+)__(?:\*\/)?/g, (place, name: string) => values[name] ?? place);
    await writeFile(join(dist, 'chat', `${language}.html`), whole);
  }
  await rm(parts, { recursive: true });
}

/** A script as it may stand in a page: nothing in it may look like its end. */
function inline(script: string): string {
  return script.replace(/<\/(?=script)/gi, '<\\/').replaceAll('<!--', '<\\!--');
}

async function gzipBytes(path: string): Promise<number> {
  return gzipSync(await readFile(join(dist, path)), { level: 9 }).length;
}

await rm(dist, { recursive: true, force: true });
await mkdir(join(dist, 'chat'), { recursive: true });
for (const [name, entry] of Object.entries(laterFiles)) await bundle(entry, dist, name, 'es');
const laterHash = await shortHash(...Object.keys(laterFiles).map((name) => join(dist, `${name}.js`)));
await bundle('src/tracker.ts', dist, 'foyer', 'iife', { __LATER_HASH__: JSON.stringify(laterHash) });
await mkdir(join(dist, 'invite-preview'));
await bundle('src/invite-preview/main.ts', join(dist, 'invite-preview'), 'preview', 'iife', {
  __LATER_HASH__: JSON.stringify(laterHash),
});
await writeChatPages();
await mkdir(join(dist, 'survey-preview'));
await bundle('src/survey-preview/main.ts', join(dist, 'survey-preview'), 'preview');
await writePage('invite-preview', 'invite-preview', 'preview');
await writePage('survey-preview', 'survey-preview', 'preview');

for (const { name, files, limitBytes } of limits) {
  let bytes = 0;
  for (const file of files) bytes += await gzipBytes(file);
  console.log(`${name.padEnd(16)} ${bytes} bytes compressed (limit ${limitBytes})`);
  if (bytes <= limitBytes) continue;
  console.error(`${name} is too large: see quality.md, P7.`);
  process.exitCode = 1;
}
