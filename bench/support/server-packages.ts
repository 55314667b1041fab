/** The packages that floors and load generators share with the server, in the very versions the server runs on. */
import { createRequire } from 'node:module';

const requireAsServer = createRequire(new URL('../../apps/server/package.json', import.meta.url));

/** Only what the benchmarks use of `ws`. */
export interface Socket {
  readonly bufferedAmount: number;
  on(event: 'open' | 'close', listener: () => void): void;
  on(event: 'message', listener: (data: Buffer) => void): void;
  on(event: 'error', listener: (error: Error) => void): void;
  send(text: string): void;
  terminate(): void;
}

interface SocketPackage {
  WebSocket: new (url: string, options: { headers: Record<string, string>; perMessageDeflate: false }) => Socket;
  WebSocketServer: new (options: {
    server: import('node:http').Server;
    perMessageDeflate: false;
    clientTracking: false;
  }) => { on(event: 'connection', listener: (socket: Socket) => void): void };
}

/** Only what the floors use of `better-sqlite3`. */
interface Sqlite {
  pragma(text: string): void;
  exec(sql: string): void;
  prepare(sql: string): { run(values: readonly unknown[]): void };
  transaction<T>(work: (argument: T) => void): (argument: T) => void;
  close(): void;
}

export const { WebSocket, WebSocketServer } = requireAsServer('ws') as SocketPackage;
export const SqliteDatabase = requireAsServer('better-sqlite3') as new (file: string) => Sqlite;
