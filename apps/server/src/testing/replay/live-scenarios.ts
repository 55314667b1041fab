import type { Scenario, scenarioSchema } from '@foyer/protocol/scenario';
import type { z } from 'zod';

type ScenarioDocument = z.input<typeof scenarioSchema>;
type EventInput = ScenarioDocument['events'][number];
type Rest<T extends Scenario['events'][number]['type']> = Omit<
  Extract<EventInput, { type: T }>,
  'type' | 'at' | 'visitor'
>;

const at = (time: string) => `2026-03-02T${time}Z`;
const amy = { visitor: 'amy' } as const;
const view = (time: string, path: string, more: Partial<Rest<'page.viewed'>> = {}): EventInput => ({
  at: at(time),
  type: 'page.viewed',
  ...amy,
  url: `https://shop.example/${path}`,
  ...more,
});
const page = (time: string, type: 'page.hidden' | 'page.visible' | 'page.left', tab = 'a'): EventInput => ({
  at: at(time),
  type,
  ...amy,
  tab,
});
const ann = (time: string, status: 'online' | 'away' | 'offline'): EventInput => ({
  at: at(time),
  type: 'operator.status',
  operator: 'ann',
  status,
});
const change = (time: string, configuration: Rest<'configuration.changed'>['configuration']): EventInput => ({
  at: at(time),
  type: 'configuration.changed',
  configuration,
});
const does = (
  time: string,
  type: 'invite.accepted' | 'invite.declined' | 'chat.requested' | 'chat.accepted' | 'chat.ended',
): EventInput => ({ at: at(time), type, ...amy });
const until = (time: string): EventInput => ({ at: at(time), type: 'clock' });
const inviteByAlert = (delaySeconds: number): ScenarioDocument['configuration'] => ({
  alerts: [{ name: 'Everybody', actions: { invite: 'Hello' } }],
  invites: [{ name: 'Hello', altText: 'Chat with us', delaySeconds, displaySeconds: 30 }],
});
const secondsOnPage = (seconds: number) => ({
  all: [{ variable: 'page.seconds', operator: '>=', value: seconds } as const],
});

/** Scenarios in which a server can go wrong where a simulator cannot: what sockets, timers and several nodes have a part in. */
export const liveScenarios: Readonly<Record<string, ScenarioDocument>> = {
  'S-035 a rule that is new is due at its instant in the visits that are open already': {
    events: [
      view('09:00:00', ''),
      change('09:01:00', { prospectRules: [{ name: 'Reads', minMinutes: 3 }] }),
      page('09:20:00', 'page.left'),
    ],
  },
  'S-008 an invite that is new sends itself at its instant in the visits that are open already': {
    events: [
      ann('08:00:00', 'online'),
      view('09:00:00', ''),
      change('09:01:00', {
        invites: [
          {
            name: 'Hello',
            altText: 'Chat with us',
            autoSend: { enabled: true, pages: ['*'], conditions: secondsOnPage(120) },
          },
        ],
      }),
      page('09:20:00', 'page.left'),
    ],
  },
  'S-063 an exclusion ends the visit of somebody who has left': {
    events: [
      view('09:00:00', '', { address: '203.0.113.7' }),
      page('09:01:00', 'page.left'),
      change('09:02:00', { exclusions: { addresses: ['203.0.113.*'] } }),
      until('10:20:00'),
    ],
  },
  'S-063 an exclusion ends the visit of somebody with two pages open, once': {
    events: [
      view('09:00:00', '', { address: '203.0.113.7', tab: 'a' }),
      view('09:00:10', 'pots', { address: '203.0.113.7', tab: 'b' }),
      change('09:02:00', { exclusions: { addresses: ['203.0.113.*'] } }),
      change('09:03:00', { exclusions: { addresses: [] } }),
      view('09:04:00', 'pots', { address: '203.0.113.7', tab: 'b' }),
      page('09:05:00', 'page.left', 'b'),
    ],
  },
  'an empty text takes a contact detail away, what is not named stays': {
    events: [
      view('09:00:00', ''),
      { at: at('09:01:00'), type: 'contact.changed', ...amy, name: 'Amy', email: 'amy@home.example' },
      { at: at('09:02:00'), type: 'contact.changed', ...amy, email: '' },
      page('09:03:00', 'page.left'),
    ],
  },
  'the delay of an invite is that of the page: sent late, it is shown at once': {
    configuration: {
      prospectRules: [{ name: 'Watches', actions: { invite: 'Hello' }, conditions: secondsOnPage(60) }],
      invites: [{ name: 'Hello', altText: 'Chat with us', delaySeconds: 40, limits: { showsPerVisitor: 1 } }],
    },
    events: [
      ann('08:00:00', 'online'),
      view('09:00:00', ''),
      page('09:01:05', 'page.left'),
      change('09:02:00', { alerts: [{ name: 'Everybody', actions: { invite: 'Hello' } }] }),
      view('10:00:00', ''),
      page('10:01:05', 'page.left'),
    ],
  },
  'a page that comes to the front does not shorten the delay of its invite': {
    configuration: {
      ...inviteByAlert(20),
      invites: [{ name: 'Hello', altText: 'Chat with us', delaySeconds: 20, limits: { showsPerVisitor: 1 } }],
    },
    events: [
      ann('08:00:00', 'online'),
      view('09:00:00', ''),
      page('09:00:05', 'page.hidden'),
      page('09:00:10', 'page.visible'),
      page('09:00:15', 'page.left'),
      view('10:00:00', ''),
      page('10:00:30', 'page.left'),
    ],
  },
  'an invite waits for a page that shows, in whichever tab': {
    configuration: {
      invites: [
        {
          name: 'Hello',
          altText: 'Chat with us',
          delaySeconds: 10,
          displaySeconds: 30,
          autoSend: { enabled: true, pages: ['*'] },
          frequency: 'everyPage',
        },
      ],
    },
    events: [
      ann('08:00:00', 'online'),
      view('09:00:00', '', { tab: 'a' }),
      view('09:00:05', 'pots', { tab: 'b', visible: false }),
      page('09:00:40', 'page.visible', 'b'),
      page('09:00:45', 'page.hidden', 'a'),
      page('09:03:00', 'page.left', 'b'),
      page('09:04:00', 'page.left', 'a'),
    ],
  },
  'S-009 an invite that waits for the next page outlives an operator’s break': {
    configuration: inviteByAlert(30),
    events: [
      ann('08:00:00', 'online'),
      view('09:00:00', ''),
      page('09:00:10', 'page.left'),
      ann('09:00:20', 'away'),
      ann('09:00:40', 'online'),
      view('09:01:00', 'pots'),
      does('09:02:00', 'invite.accepted'),
      does('09:02:10', 'chat.accepted'),
      does('09:03:00', 'chat.ended'),
    ],
  },
  'S-009 one on the screen is withdrawn, and nobody can accept it any more': {
    configuration: inviteByAlert(0),
    events: [
      ann('08:00:00', 'online'),
      view('09:00:00', ''),
      ann('09:00:10', 'offline'),
      does('09:00:20', 'invite.accepted'),
      view('09:01:00', 'pots'),
    ],
  },
  'with nobody Online a question opens no chat': {
    configuration: {
      prospectRules: [{ name: 'Asks', conditions: { all: [{ variable: 'chat.pending', operator: 'isTrue' }] } }],
    },
    events: [view('09:00:00', ''), does('09:01:00', 'chat.requested'), until('09:02:00')],
  },
  'an operator who comes Online is no reason to look at rules': {
    configuration: {
      invites: [
        {
          name: 'Hello',
          altText: 'Chat with us',
          autoSend: { enabled: true, pages: ['*'], conditions: secondsOnPage(30) },
        },
      ],
    },
    events: [view('09:00:00', ''), ann('09:01:00', 'online'), page('09:03:00', 'page.left')],
  },
  'what a page says that the visit does not know is of the visit all the same': {
    events: [
      view('09:00:00', ''),
      page('09:00:10', 'page.left'),
      { at: at('09:00:20'), type: 'revenue.reported', ...amy, amount: '5' },
      { at: at('09:00:30'), type: 'revenue.reported', ...amy, amount: '6' },
      { at: at('09:00:40'), type: 'cost.reported', ...amy, amount: '2' },
      { at: at('09:00:50'), type: 'event.happened', ...amy, name: 'basket' },
      until('09:30:45'),
    ],
  },
  'a page that says nothing for longer than the time-out ends its visit, whatever it is told meanwhile': {
    configuration: {
      prospectRules: [{ name: 'Reads', minMinutes: 20, actions: { invite: 'Hello' } }],
      invites: [{ name: 'Hello', altText: 'Chat with us', displaySeconds: 60 }],
    },
    events: [
      ann('08:00:00', 'online'),
      view('09:00:00', ''),
      { at: at('09:10:00'), type: 'contact.changed', ...amy, email: 'amy@home.example' },
      view('09:59:00', 'pots'),
      until('11:00:00'),
    ],
  },
};
