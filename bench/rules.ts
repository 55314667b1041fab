/** draft */
import { listBroadRules, listNarrowRules, mixRules, standingRules } from './rule-documents.ts';
import { compareSites, compileSite } from './support/decision-load.ts';

const few = compileSite(standingRules);
const t0 = performance.now();
const many = compileSite(mixRules(standingRules, listNarrowRules(4995, 4995)));
console.error('compiled', performance.now() - t0);
const mixed = compileSite(mixRules(standingRules, listNarrowRules(4495, 4495), listBroadRules(500, 500)));
const size = { rounds: 9, visitors: 1000 };
console.log('narrow fresh', await compareSites(few, many, 'all different', size));
console.log('narrow 500', await compareSites(few, many, 500, size));
console.log('broad fresh', await compareSites(few, mixed, 'all different', size));
