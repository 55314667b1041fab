import { type Config, readConfig } from './config.ts';
import { explainStartFailure } from './explain-start-failure.ts';
import { serve } from './serve.ts';

const print = (line: string) => void process.stdout.write(`${line}\n`);

let config: Config | null = null;
try {
  config = readConfig();
  await serve(config, print);
} catch (error) {
  const words = explainStartFailure(error, config?.port ?? 0);
  process.stderr.write(
    words === null
      ? `Foyer could not start: ${(error as Error).stack ?? String(error)}\n`
      : `Foyer could not start.\n${words}\n`,
  );
  process.exit(1);
}
