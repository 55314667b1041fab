import type { EventBus } from '../../bus/event-bus.ts';

/** Kinds of documents of a site whose change every node must hear of. */
export type ConfiguredDocuments =
  | 'site'
  | 'alerts'
  | 'prospectRules'
  | 'invites'
  | 'exclusions'
  | 'referringSites'
  | 'notifications'
  | 'wrapUp'
  | 'tags'
  | 'chatOptions'
  | 'surveys'
  | 'clientForm'
  | 'cannedResponses'
  | 'departments'
  | 'skills'
  | 'routing'
  | 'blocks'
  | 'openingHours'
  | 'privacy'
  | 'experiments'
  | 'reportSchedules'
  | 'contentGroups';

export interface ConfigurationChange {
  readonly siteId: string;
  readonly documents: ConfiguredDocuments;
}

const channel = 'configuration';

/** Tells every node that documents of a site changed. */
export function announceConfigurationChange(bus: EventBus, change: ConfigurationChange): Promise<void> {
  return bus.publish(channel, change);
}

/** Hears of changed documents on any node. */
export function onConfigurationChange(bus: EventBus, handler: (change: ConfigurationChange) => void) {
  return bus.subscribe(channel, (message) => handler(message as ConfigurationChange));
}
