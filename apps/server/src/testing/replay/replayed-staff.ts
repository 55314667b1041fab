import type { Scenario, ScenarioEvent } from '@foyer/protocol/scenario';
import { type Caller, signIn, signInAsAdministrator } from '../caller.ts';
import type { AnyFrame } from '../test-socket.ts';
import type { ReplayServer } from './replay-server.ts';
import { ReplaySocket } from './replay-socket.ts';

type ScenarioStatus = Extract<ScenarioEvent, { type: 'operator.status' }>['status'];

interface Account {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  caller: Caller;
}

/** A pop-up as a console was told of it. */
export interface ToldPopup {
  readonly popupId: string;
  readonly rule: { readonly kind: 'alert' | 'prospectRule'; readonly name: string };
}

const password = 'a password for all who replay';

/** Operators of one server, made once: hashing passwords is what takes the longest. */
export class StaffAccounts {
  readonly #server: ReplayServer;
  readonly #byName = new Map<string, Account>();
  #admin: Caller | null = null;

  constructor(server: ReplayServer) {
    this.#server = server;
  }

  /** The administrator, signed in at the time it is. */
  async admin(): Promise<Caller> {
    if (this.#admin === null || !(await isSignedIn(this.#admin)))
      this.#admin = await signInAsAdministrator(this.#server.nodes[0].app);
    return this.#admin;
  }

  /** An operator of this name, who works on all sites, signed in at the time it is. */
  async get(name: string): Promise<Account> {
    const known = this.#byName.get(name);
    const { app } = this.#server.nodes[0];
    if (known !== undefined) {
      if (!(await isSignedIn(known.caller))) known.caller = await signIn(app, known);
      return known;
    }
    const email = `operator-${this.#byName.size + 1}@example.test`;
    const admin = await this.admin();
    const { id } = await admin.must('POST', '/api/v1/users', { name, email, password, role: 'administrator' });
    const account = { id, email, password, caller: await signIn(app, { email, password }) };
    this.#byName.set(name, account);
    // Whoever is new is Online as soon as they come: let them be Away before anybody is there to notice.
    const socket = await openConsole(this.#server.nodes[0].origin, account.caller);
    await new Console(id, socket).choose('away');
    await socket.close();
    return account;
  }
}

async function openConsole(origin: string, caller: Caller): Promise<ReplaySocket> {
  const socket = await ReplaySocket.open(`${origin}/api/v1/socket`, { origin, cookie: caller.cookie });
  socket.send({ type: 'hello', protocol: 1 });
  await socket.frame('the welcome of a console', (frame) => frame.type === 'welcome');
  return socket;
}

/** An operator's open console. */
class Console {
  readonly operatorId: string;
  readonly socket: ReplaySocket;
  #requests = 0;

  constructor(operatorId: string, socket: ReplaySocket) {
    this.operatorId = operatorId;
    this.socket = socket;
  }

  choose(status: string): Promise<void> {
    return this.ask({ type: 'status.chosen', status });
  }

  /** Resolves with the answer, whichever it is. */
  async ask(frame: object): Promise<void> {
    this.#requests += 1;
    const requestId = `request-${this.#requests}`;
    this.socket.send({ ...frame, requestId });
    await this.socket.frame(`an answer to ${JSON.stringify(frame)}`, (one) => one.requestId === requestId);
  }

  /** An operator's status as this console was last told; null: not there. */
  statusOf(operatorId: string): string | null {
    const told = this.socket.frames.findLast((frame: AnyFrame) => Array.isArray(frame.colleagues));
    const colleagues = (told?.colleagues ?? []) as { operatorId: string; status: string }[];
    return colleagues.find((one) => one.operatorId === operatorId)?.status ?? null;
  }
}

async function isSignedIn(caller: Caller): Promise<boolean> {
  return (await caller.call('GET', '/api/v1/me')).statusCode === 200;
}

/** The consoles of a replay: those of the scenario's operators, and on each node one that only looks on. */
export class ReplayedStaff {
  readonly #server: ReplayServer;
  readonly #accounts: StaffAccounts;
  readonly #names: readonly string[];
  readonly #lookers: { readonly console_: Console; isAway: boolean }[] = [];
  readonly #consoles = new Map<string, Console>();
  /** Names of those who are Online. */
  readonly #online = new Set<string>();

  private constructor(server: ReplayServer, accounts: StaffAccounts, names: readonly string[]) {
    this.#server = server;
    this.#accounts = accounts;
    this.#names = names;
  }

  /** Opens the consoles that look on. Call once the site is there: a console hears of the sites it finds. */
  static async open(server: ReplayServer, accounts: StaffAccounts, { events }: Scenario): Promise<ReplayedStaff> {
    const names = events.flatMap((event) => (event.type === 'operator.status' ? [event.operator] : []));
    const staff = new ReplayedStaff(server, accounts, [...new Set(names)]);
    for (const name of staff.#names) await accounts.get(name);
    for (const [index, { origin }] of server.nodes.entries()) {
      const { id, caller } = await accounts.get(`looker ${index + 1}`);
      staff.#lookers.push({ console_: new Console(id, await openConsole(origin, caller)), isAway: true });
    }
    await staff.barrier();
    return staff;
  }

  /** An operator chooses a status in their console; `offline` is to close it. Resolves when every node knows. */
  async setStatus(name: string, status: ScenarioStatus): Promise<void> {
    if (status === 'online') this.#online.add(name);
    else this.#online.delete(name);
    const open = this.#consoles.get(name);
    if (status !== 'offline') {
      const console_ = open ?? (await this.#come(name));
      await console_.choose(status);
      return this.#known(console_.operatorId, status);
    }
    if (open === undefined) return;
    this.#consoles.delete(name);
    // So that they are not Online for a moment when they come back.
    await open.choose('away');
    await open.socket.close();
    return this.#known(open.operatorId, null);
  }

  /** Somebody who is Online takes a pending chat; with nobody there nothing happens. */
  async accept(siteId: string, chatId: string): Promise<void> {
    const [name = ''] = this.#online;
    await this.#consoles.get(name)?.ask({ type: 'chat.accepted', siteId, chatId });
  }

  /** Resolves when every node has heard all that any node has said so far: what one node says keeps its order. */
  async barrier(): Promise<void> {
    for (const looker of this.#lookers) {
      looker.isAway = !looker.isAway;
      const status = looker.isAway ? 'away' : 'beRightBack';
      await looker.console_.choose(status);
      await this.#known(looker.console_.operatorId, status);
    }
  }

  /** What the console that looks on was told to pop up, in order: on each node the same, or it throws. */
  popups(siteId: string): readonly ToldPopup[] {
    const [told = [], ...others] = this.#lookers.map(({ console_ }) =>
      console_.socket.frames
        .filter((frame) => frame.type === 'popup.sent' && frame.siteId === siteId)
        .map((frame): ToldPopup => ({ popupId: frame.popupId, rule: frame.rule })),
    );
    const ids = (popups: readonly ToldPopup[]) => popups.map(({ popupId }) => popupId).join(' ');
    if (others.some((other) => ids(other) !== ids(told))) throw new Error('the nodes told of different pop-ups');
    return told;
  }

  async close(): Promise<void> {
    for (const name of [...this.#consoles.keys()]) await this.setStatus(name, 'offline');
    for (const { console_ } of this.#lookers) await console_.socket.close();
  }

  /** Opens an operator's console, on the nodes in turn. */
  async #come(name: string): Promise<Console> {
    const { nodes } = this.#server;
    const { origin } = nodes[this.#names.indexOf(name) % nodes.length] ?? nodes[0];
    const { id, caller } = await this.#accounts.get(name);
    const console_ = new Console(id, await openConsole(origin, caller));
    this.#consoles.set(name, console_);
    return console_;
  }

  /** Waits until every node shows this status of an operator; null: they are not there. */
  async #known(operatorId: string, status: string | null): Promise<void> {
    for (const { console_ } of this.#lookers)
      await console_.socket.until(`status ${status}`, () => console_.statusOf(operatorId) === status || undefined);
  }
}
