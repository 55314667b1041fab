import type { AddressInfo, Socket } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as it was taken. */
export interface ReceivedMail {
  readonly raw: string;
  /** Of the envelope. */
  readonly recipients: readonly string[];
  readonly parsed: ParsedMail;
}

/** An SMTP server of somebody else's, on this machine. */
export interface MailServer {
  readonly port: number;
  readonly mails: ReceivedMail[];
  close(): Promise<void>;
}

export interface MailServerOptions {
  /** An answer such as `[450, 'Try later']` instead of the usual one; `count` is the number of the connection, from 1 on. */
  readonly refuse?: (
    command: 'connect' | 'rcpt' | 'data',
    count: number,
  ) => readonly [code: number, text: string] | null;
  /** Cuts the connection when a mail is taken, before it says so. */
  readonly cutAfter?: (count: number) => boolean;
  /** Told of a mail taken; the answer comes when this resolves. */
  readonly hold?: () => Promise<void>;
  /** Asks for this user and password. */
  readonly user?: readonly [name: string, password: string];
}

/** Opens a mail server without TLS. */
export async function openMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const { refuse = () => null, cutAfter = () => false, hold = async () => undefined, user } = options;
  const mails: ReceivedMail[] = [];
  const sockets = new Map<number, Socket>();
  let connections = 0;
  /** By the client's port, which names a connection. */
  const counts = new Map<number, number>();
  const errorOf = (command: 'connect' | 'rcpt' | 'data', { remotePort }: { remotePort: number }) => {
    const refusal = refuse(command, counts.get(remotePort) ?? 0);
    return refusal ? Object.assign(new Error(refusal[1]), { responseCode: refusal[0] }) : null;
  };
  const server = new SMTPServer({
    disabledCommands: user ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
    authOptional: user === undefined,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth({ username, password }, _session, done) {
      if (username === user?.[0] && password === user?.[1]) done(null, { user: username });
      else done(Object.assign(new Error('Wrong user or password'), { responseCode: 535 }));
    },
    onConnect(session, done) {
      connections += 1;
      counts.set(session.remotePort, connections);
      done(errorOf('connect', session));
    },
    onRcptTo(_address, session, done) {
      done(errorOf('rcpt', session));
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      const take = async () => {
        const error = errorOf('data', session);
        if (error) return done(error);
        const raw = Buffer.concat(chunks).toString();
        const recipients = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ raw, recipients, parsed: await simpleParser(raw) });
        if (cutAfter(counts.get(session.remotePort) ?? 0)) sockets.get(session.remotePort)?.destroy();
        await hold();
        done(null);
      };
      stream.on('end', () => void take());
    },
  });
  server.server.on('connection', (socket: Socket) => {
    if (socket.remotePort !== undefined) sockets.set(socket.remotePort, socket);
  });
  server.on('error', () => undefined); // clients that go away
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    mails,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets.values()) socket.destroy();
      }),
  };
}
