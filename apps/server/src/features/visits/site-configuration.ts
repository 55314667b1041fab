import type { Alert } from '@foyer/protocol/alert';
import type { ChatOptions } from '@foyer/protocol/chat-options';
import type { Department, Skill } from '@foyer/protocol/department';
import type { Invite } from '@foyer/protocol/invite';
import type { Privacy } from '@foyer/protocol/privacy';
import type { Routing } from '@foyer/protocol/routing';
import type { Site } from '@foyer/protocol/site';
import type { Surveys } from '@foyer/protocol/survey';
import { compileRules, type RuleSet } from '@foyer/rules/compile-rules';
import type { Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { EventBus } from '../../bus/event-bus.ts';
import type { Database } from '../../storage/tables.ts';
import { listAlerts } from '../alerts/list-alerts.ts';
import { loadSiteBlocks, type SiteBlocks } from '../blocks/site-blocks.ts';
import { readChatOptions } from '../chat-options/read-chat-options.ts';
import { listDepartments, listSkills } from '../departments/list-departments.ts';
import { listExclusions } from '../exclusions/list-exclusions.ts';
import { listRunning } from '../experiments/list-experiments.ts';
import { listInvites } from '../invites/list-invites.ts';
import { readNotifications } from '../notifications/read-notifications.ts';
import { readPrivacy } from '../privacy/read-privacy.ts';
import { compileScrubber, type Scrubber } from '../privacy/scrub-address.ts';
import { listProspectRules } from '../prospects/list-prospect-rules.ts';
import { listReferringSites } from '../referring-sites/list-referring-sites.ts';
import { readRouting } from '../routing/read-routing.ts';
import { type ConfigurationChange, onConfigurationChange } from '../sites/configuration-changes.ts';
import { listSites, lookUpSite, lookUpSiteByKey } from '../sites/list-sites.ts';
import { readSurveys } from '../surveys/read-surveys.ts';
import { hidesButton } from './hides-button.ts';

/** A site's documents, compiled for the engine. */
export interface SiteConfiguration {
  readonly site: Site;
  readonly rules: RuleSet;
  readonly alerts: ReadonlyMap<string, Alert>;
  readonly invites: ReadonlyMap<string, Invite>;
  readonly chatOptions: ChatOptions;
  readonly routing: Routing;
  readonly departments: readonly Department[];
  readonly skills: readonly Skill[];
  /** Who may neither chat nor be invited. */
  readonly blocks: SiteBlocks;
  /** Whether visitors can have the transcript of their chat by e-mail. */
  readonly offersTranscripts: boolean;
  /** Whether the page of an address shows no chat button. */
  readonly hidesButton: (url: string) => boolean;
  /** Whether there are such pages. */
  readonly hidesAnyButton: boolean;
  readonly surveys: Surveys;
  readonly privacy: Privacy;
  /** What is left of page addresses and titles. */
  readonly scrubber: Scrubber;
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
    const [privacy, routing, surveys, departments, skills, experiments] = await Promise.all([
      readPrivacy(this.#db, siteId),
      readRouting(this.#db, siteId),
      readSurveys(this.#db, siteId),
      listDepartments(this.#db, siteId),
      listSkills(this.#db, siteId),
      listRunning(this.#db, siteId),
    ]);
    const [alerts, prospectRules, invites, exclusions, referringSites, notifications, chatOptions, blocks] =
      await Promise.all([
        listAlerts(this.#db, siteId),
        listProspectRules(this.#db, siteId),
        listInvites(this.#db, siteId),
        listExclusions(this.#db, siteId),
        listReferringSites(this.#db, siteId),
        readNotifications(this.#db, siteId),
        readChatOptions(this.#db, siteId),
        loadSiteBlocks(this.#db, siteId),
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
        experiments,
      }),
      alerts: new Map(alerts.map((alert) => [alert.id, alert])),
      invites: new Map(invites.map((invite) => [invite.id, invite])),
      chatOptions,
      routing,
      departments,
      skills,
      blocks,
      offersTranscripts: notifications.smtp !== null && notifications.transcripts.visitors,
      hidesButton: hidesButton(site),
      hidesAnyButton: site.chatWindow.hiddenOn.length > 0,
      surveys,
      privacy,
      scrubber: compileScrubber(privacy),
    };
  }
}
