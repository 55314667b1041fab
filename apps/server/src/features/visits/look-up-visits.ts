export { findVisitorNames as lookUpVisitorNames } from './customer-repository.ts';
export { listLedger as lookUpLedger } from './ledger-repository.ts';
export { findVisits as lookUpVisits, listVisits as lookUpVisitsOf } from './visit-repository.ts';
