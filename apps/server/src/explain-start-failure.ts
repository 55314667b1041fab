import { ConfigError } from './config.ts';
import { StorageError } from './storage/storage-error.ts';

/** What to tell the person who started Foyer, in words; null: it is our own bug. */
export function explainStartFailure(error: unknown, port: number): string | null {
  if (error instanceof ConfigError) return `Some settings cannot be used:\n${error.message.replace(/^/gm, '  ')}`;
  if (error instanceof StorageError) return error.message;
  if (error instanceof Error && error.name === 'BusError') return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return `Port ${port} is taken by another program. Stop it, or choose another port: PORT=3081 npm start`;
  if (code === 'EACCES') return `This user may not listen on port ${port}. Choose one above 1023: PORT=3080 npm start`;
  if (code === 'EADDRNOTAVAIL') return 'HOST is no address of this machine.';
  return null;
}
