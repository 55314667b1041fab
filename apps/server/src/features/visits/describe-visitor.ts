import type { Visit } from '@foyer/rules/visit';
import type { VisitStore } from '../../bus/visit-store.ts';
import type { Storage } from '../../storage/storage.ts';
import { readVisitor } from './visit-repository.ts';

/** What is known of a visitor. */
export interface DescribedVisitor {
  readonly name: string | null;
  readonly company: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly variables: Readonly<Record<string, string>>;
  /** Address and country of the live visit; null: there is none. */
  readonly address: string | null;
  readonly country: string | null;
}

/** A visitor's contact details: of their live visit, which is newest, else as stored. */
export async function describeVisitor(
  parts: { storage: Storage; store: VisitStore<Visit> },
  siteId: string,
  visitorId: string,
): Promise<DescribedVisitor> {
  const live = await parts.store.get(siteId, visitorId).catch(() => null);
  const facts =
    live?.visitor ?? (await readVisitor(parts.storage.db, siteId, visitorId, Number.MAX_SAFE_INTEGER)).facts;
  const { name, company, email, phone, variables } = facts;
  return {
    name,
    company,
    email,
    phone,
    variables,
    address: live?.place.address ?? null,
    country: live?.place.country ?? null,
  };
}
