import type { Alert } from '@foyer/protocol/alert';
import type { ChatOptions } from '@foyer/protocol/chat-options';
import type { Invite } from '@foyer/protocol/invite';
import type { Site } from '@foyer/protocol/site';
import type { Surveys } from '@foyer/protocol/survey';
import { compileRules, type RuleSet } from '@foyer/rules/compile-rules';
import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { EventBus } from '../../bus/event-bus.ts';
import type { Database } from '../../storage/tables.ts';
import { listAlerts } from '../alerts/list-alerts.ts';
import { readChatOptions } from '../chat-options/read-chat-options.ts';
import { listNames } from '../departments/list-names.ts';
import { listExclusions } from '../exclusions/list-exclusions.ts';
import { listInvites } from '../invites/list-invites.ts';
import { readNotifications } from '../notifications/read-notifications.ts';
import { listProspectRules } from '../prospects/list-prospect-rules.ts';
import { listReferringSites } from '../referring-sites/list-referring-sites.ts';
import { type ConfigurationChange, onConfigurationChange } from '../sites/configuration-changes.ts';
import { listSites, lookUpSite, lookUpSiteByKey } from '../sites/list-sites.ts';
import { readSurveys } from '../surveys/read-surveys.ts';
import type { SurveyMoment } from '../surveys/survey-moment.ts';

/** A site's documents, compiled for the engine. */
export interface SiteConfiguration {
  readonly site: Site;
  readonly rules: RuleSet;
  readonly alerts: ReadonlyMap<string, Alert>;
  readonly invites: ReadonlyMap<string, Invite>;
  readonly chatOptions: ChatOptions;
  readonly surveys: Surveys;
  /** What visitors can choose of departments and skills. */
  readonly surveyChoices: Pick<SurveyMoment, 'departments' | 'skills'>;
}

/** Keeps each site's compiled documents until one of them changes, on whichever node. */
export class SiteConfigurations {
  readonly #db: Kysely<Database>;
  readonly #bySite = new LRUCache<string, Promise<SiteConfiguration | null>>({ max: 1000 });
  /** Site ids by public key; unknown keys are kept for a short while too, since strangers may send any. */
  readonly #idByKey = new LRUCache<string, { id: string | null }>({ max: 10_000, ttl: 60_000 });
  readonly #listeners = new Set<(change: ConfigurationChange) => void>();

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  /** Starts to hear of changes on any node. */
  async follow(bus: EventBus): Promise<void> {
    await onConfigurationChange(bus, (change) => this.forget(change));
    // What was missed while the bus was away is not known: read everything again.
    bus.onReconnected(() => {
      const siteIds = [...this.#bySite.keys()];
      for (const siteId of siteIds) this.forget({ siteId, documents: 'site' });
    });
  }

  /** Reads a site's documents anew at the next question, and tells the listeners. */
  forget(change: ConfigurationChange): void {
    this.#bySite.delete(change.siteId);
    for (const listener of this.#listeners) listener(change);
  }

  onChange(listener: (change: ConfigurationChange) => void): void {
    this.#listeners.add(listener);
  }

  /** A site's configuration; null: no such site. */
  find(siteId: string): Promise<SiteConfiguration | null> {
    let loading = this.#bySite.get(siteId);
    if (!loading) {
      loading = this.#load(siteId);
      this.#bySite.set(siteId, loading);
      loading.then(
        (found) => found ?? this.#bySite.delete(siteId),
        () => this.#bySite.delete(siteId),
      );
    }
    return loading;
  }

  /** The same by the public key of the tracking code. */
  async findByKey(key: string): Promise<SiteConfiguration | null> {
    let known = this.#idByKey.get(key);
    if (!known) {
      known = { id: (await lookUpSiteByKey(this.#db, key))?.id ?? null };
      this.#idByKey.set(key, known);
    }
    return known.id === null ? null : this.find(known.id);
  }

  /** Ids of all sites. */
  async listIds(): Promise<string[]> {
    return (await listSites(this.#db, null)).map((site) => site.id);
  }

  async #load(siteId: string): Promise<SiteConfiguration | null> {
    const site = await lookUpSite(this.#db, siteId);
    if (!site) return null;
    const [
      alerts,
      prospectRules,
      invites,
      exclusions,
      referringSites,
      notifications,
      chatOptions,
      surveys,
      departments,
      skills,
    ] = await Promise.all([
      listAlerts(this.#db, siteId),
      listProspectRules(this.#db, siteId),
      listInvites(this.#db, siteId),
      listExclusions(this.#db, siteId),
      listReferringSites(this.#db, siteId),
      readNotifications(this.#db, siteId),
      readChatOptions(this.#db, siteId),
      readSurveys(this.#db, siteId),
      listNames(this.#db, 'department', siteId),
      listNames(this.#db, 'skill', siteId),
    ]);
    return {
      site,
      rules: compileRules({
        timeZone: site.timeZone,
        keepsFragments: site.keepsFragments,
        currency: site.currency,
        visitTimeoutMs: site.visitTimeoutMinutes * 60_000,
        idleMs: site.idleMinutes * 60_000,
        alerts,
        prospectRules,
        invites,
        exclusions,
        referringSites: referringSites.items,
        notifications: {
          emails: notifications.emails,
          phones: notifications.phones,
          emailVisitors: notifications.emailVisitors,
          webhookEvents: notifications.webhook?.events ?? [],
        },
      }),
      alerts: new Map(alerts.map((alert) => [alert.id, alert])),
      invites: new Map(invites.map((invite) => [invite.id, invite])),
      chatOptions,
      surveys,
      surveyChoices: { departments, skills },
    };
  }
}
