/** What the browsers' code finds around it, for running it in Node: a WebSocket, an address, a page that is looked at. */
import { WebSocket } from 'ws';

/** Sees what clients send, and may send more in their name. */
export interface SentFrames {
  /** Called after a frame was sent. `client`: the address it goes to, one for each client. `send` uses the same connection. */
  onSent(client: string, text: string, send: (text: string) => void): void;
}

export interface Surroundings {
  /** Cookie of the operator's session, for the console's socket. */
  readonly cookie: string;
  /** Origin of our pages, as browsers know it. */
  readonly origin: string;
  /** Where the console finds the server: what stands between may be a proxy. */
  readonly consoleUrl: string;
  readonly sent: SentFrames;
}

/** The globals by name, for `vi.stubGlobal`. */
export function browserGlobals({ cookie, origin, consoleUrl, sent }: Surroundings): Record<string, unknown> {
  /** A browser names the page's origin, and sends the operator's cookie along. */
  class BrowserSocket extends WebSocket {
    constructor(url: string | URL) {
      super(url, { origin, headers: { cookie }, handshakeTimeout: 5_000 });
      this.on('error', () => undefined); // 'close' follows
    }

    override send(data: string): void {
      super.send(data);
      sent.onSent(this.url, data, (text) => super.send(text));
    }
  }
  return {
    WebSocket: BrowserSocket,
    location: new URL(`${consoleUrl}/console/`),
    addEventListener: () => undefined,
    document: {
      hasFocus: () => true,
      addEventListener: () => undefined,
      visibilityState: 'visible',
      documentElement: { lang: 'en' },
    },
  };
}
