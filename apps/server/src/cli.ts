import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError, readConfig } from './config.ts';
import { explainStartFailure } from './explain-start-failure.ts';
import type { ConfigurationParts } from './features/configuration/kind.ts';
import { readSecret } from './installation-secret.ts';
import { migrate } from './storage/migrate.ts';
import { openStorage } from './storage/open-storage.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);

interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly run: (args: string[]) => Promise<void>;
}

const commands: Record<string, Command> = {
  serve: {
    usage: 'serve',
    summary: 'Serve until a signal ends it; the environment says where and with which database.',
    async run() {
      const { serve } = await import('./serve.ts');
      await serve(readConfig(), print);
    },
  },
  simulate: {
    usage: 'simulate FILE [--out TRACE]',
    summary:
      'Run the rules of a scenario file over its events and print what they lead to, as JSON, or write it to TRACE.',
    async run(args) {
      const { values, positionals } = parseArgs({ args, options: { out: { type: 'string' } }, allowPositionals: true });
      const [file, ...more] = positionals;
      if (file === undefined || more.length > 0) throw new ConfigError('simulate: name one scenario file');
      const { simulateFile } = await import('./features/simulator/simulate-file.ts');
      const answer = JSON.stringify(await simulateFile(file), null, 2);
      if (values.out === undefined) print(answer);
      else await writeFile(values.out, `${answer}\n`);
    },
  },
  migrate: {
    usage: 'migrate',
    summary: 'Bring the database up to date, and end.',
    async run() {
      const storage = await open();
      const names = await migrate(storage);
      print(names.length === 0 ? 'The database is up to date.' : `Done: ${names.join(', ')}`);
      await storage.close();
    },
  },
  'rebuild-totals': {
    usage: 'rebuild-totals [--check]',
    summary:
      'Count all day totals and referrer totals anew from the facts and put right what differs, also while Foyer runs; --check only says what differs, and ends with 1 if anything does.',
    async run(args) {
      const { values } = parseArgs({ args, options: { check: { type: 'boolean', default: false } } });
      const storage = await open();
      const { rebuildTotals } = await import('./features/visits/rebuild-totals.ts');
      const { counters, differences } = await rebuildTotals(storage, { write: !values.check });
      await storage.close();
      for (const { siteId, of, counter, stored, counted } of differences)
        print(`${siteId} ${of} ${counter}: stored ${stored}, counted ${counted}`);
      const verdict =
        differences.length === 0 ? 'all equal' : `${differences.length} ${values.check ? 'differ' : 'put right'}`;
      print(`${counters} counters counted from the facts: ${verdict}.`);
      if (values.check && differences.length > 0) process.exitCode = 1;
    },
  },
  backup: {
    usage: 'backup FILE',
    summary: 'Write a consistent copy of the SQLite database to FILE, also while Foyer runs.',
    async run(args) {
      const [file, ...more] = args;
      if (file === undefined || more.length > 0) throw new ConfigError('backup: name one file to write to');
      const storage = await open();
      if (!storage.backupFile)
        throw new ConfigError('backup: this installation is on PostgreSQL; use its own tools, such as pg_dump');
      await storage.backupFile(resolve(file));
      await storage.close();
      print(`Written: ${resolve(file)}`);
    },
  },
  export: {
    usage: 'export [--site NAME]… [--out FILE]',
    summary:
      'Print the configuration of all sites, or of those named, as JSON, or write it to FILE. Secrets are never in it.',
    async run(args) {
      const { values } = parseArgs({
        args,
        options: { site: { type: 'string', multiple: true, default: [] }, out: { type: 'string' } },
      });
      const storage = await open();
      await migrate(storage);
      const { exportToText } = await import('./configuration-commands.ts');
      const text = await exportToText(storage, values.site);
      await storage.close();
      if (values.out === undefined) process.stdout.write(text);
      else await writeFile(values.out, text);
    },
  },
  plan: {
    usage: 'plan FILE [--check]',
    summary:
      'Say what applying a configuration file would change, and change nothing; --check ends with 1 if anything would.',
    async run(args) {
      const { values, positionals } = parseArgs({
        args,
        options: { check: { type: 'boolean', default: false } },
        allowPositionals: true,
      });
      const { planFile } = await import('./configuration-commands.ts');
      const { words, isEmpty } = await withConfiguration('plan', positionals, planFile);
      print(words);
      if (values.check && !isEmpty) process.exitCode = 1;
    },
  },
  apply: {
    usage: 'apply FILE [--plan ID]',
    summary:
      'Make the configuration what a file says, all of it or nothing, also while Foyer runs; with --plan only if it is what `plan` said.',
    async run(args) {
      const { values, positionals } = parseArgs({
        args,
        options: { plan: { type: 'string' } },
        allowPositionals: true,
      });
      const { applyFile } = await import('./configuration-commands.ts');
      print(
        await withConfiguration('apply', positionals, (parts, file) => applyFile(parts, file, values.plan ?? null)),
      );
    },
  },
  restore: {
    usage: 'restore FILE',
    summary:
      'Put a backup in the place of the SQLite database, which is kept beside it. Foyer must be stopped. Everybody signs in again, and what waited in the outbox is held for an administrator.',
    async run(args) {
      const [file, ...more] = args;
      if (file === undefined || more.length > 0) throw new ConfigError('restore: name one file, made by backup');
      const config = readConfig();
      if (config.databaseUrl !== null)
        throw new ConfigError('restore: this installation is on PostgreSQL; use its own tools, such as pg_restore');
      const { restore } = await import('./restore.ts');
      const { before, held } = await restore(resolve(file), config.dataFolder, Date.now());
      print(`Restored from ${resolve(file)}. Everybody has to sign in again.`);
      if (before !== null) print(`The database that was there is now ${before}`);
      if (held > 0) print(`${held} items of the outbox are held: see Settings, Outbox, before you send them again.`);
    },
  },
  doctor: {
    usage: 'doctor',
    summary:
      'Look at settings, disk, database, Redis and server, and say what is wrong; ends with 1 when something is.',
    async run() {
      const { examine } = await import('./doctor.ts');
      const findings = await examine(readConfig(), Date.now);
      const marks = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' } as const;
      for (const { health, what, detail } of findings) print(`${marks[health]}  ${what.padEnd(15)} ${detail}`);
      if (findings.some(({ health }) => health === 'fail')) process.exitCode = 1;
    },
  },
  'create-user': {
    usage: 'create-user --email E --name N [--role operator|supervisor|administrator] [--site NAME]…',
    summary: 'Make an operator. The password is read from FOYER_PASSWORD, or made and printed.',
    async run(args) {
      const { values } = parseArgs({
        args,
        options: {
          email: { type: 'string' },
          name: { type: 'string' },
          role: { type: 'string', default: 'operator' },
          site: { type: 'string', multiple: true, default: [] },
        },
      });
      const storage = await open();
      await migrate(storage);
      const { createUser } = await import('./create-user.ts');
      print(await createUser(storage.db, { ...values, password: readConfig().newUserPassword }, Date.now()));
      await storage.close();
    },
  },
};

function open() {
  const config = readConfig();
  return openStorage({
    databaseUrl: config.databaseUrl,
    dataFolder: config.dataFolder,
    onFatal: (error) => {
      throw error;
    },
  });
}

/** Runs a command on a configuration file. */
async function withConfiguration<T>(
  name: string,
  files: string[],
  run: (parts: ConfigurationParts, file: string) => Promise<T>,
): Promise<T> {
  const [file, ...more] = files;
  if (file === undefined || more.length > 0) throw new ConfigError(`${name}: name one configuration file`);
  const config = readConfig();
  const storage = await open();
  await migrate(storage);
  const { configurationParts } = await import('./configuration-commands.ts');
  const parts = configurationParts(storage, await readSecret(config.secret, config.dataFolder), config.egressAllow);
  try {
    return await run(parts, file);
  } finally {
    await storage.close();
  }
}

function help(): string {
  const rows = Object.values(commands).map(({ usage, summary }) => `  ${usage}\n      ${summary}`);
  return `Usage: npm run -s foyer -- <command>\n\n${rows.join('\n')}\n\nEach takes --help.`;
}

const [name, ...args] = process.argv.slice(2);
const command = name === undefined ? undefined : Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) {
  const isHelp = name === undefined || name === '--help' || name === 'help';
  (isHelp ? process.stdout : process.stderr).write(`${isHelp ? '' : `Unknown command: ${name}\n\n`}${help()}\n`);
  process.exit(isHelp ? 0 : 2);
} else if (args.includes('--help')) {
  print(`Usage: npm run -s foyer -- ${command.usage}\n\n${command.summary}`);
} else {
  try {
    await command.run(args);
  } catch (error) {
    const words = explainStartFailure(error, 0) ?? (error instanceof Error ? error.message : String(error));
    process.stderr.write(`${words}\n`);
    process.exit(1);
  }
}
