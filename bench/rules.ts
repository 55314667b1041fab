/**
 * P3: what a hit costs against 10,000 rules of which few can match, beside 10 rules of which as many match; the same 1,000
 * rules in Foyer, json-rules-engine and GrowthBook's SDK; and patterns written to be slow. No server, no disk: `decide`
 * alone, CPU of the process.
 *
 *   node bench/rules.ts            9 rounds of 1,000 visitors with four page views each
 *   node bench/rules.ts --full     25 rounds of 2,000 visitors
 *   node bench/rules.ts --only=index      (or peers, or hostile)
 *   node --cpu-prof --cpu-prof-dir=folder bench/rules.ts --only=index      writes a profile, too
 */
import { listBroadRules, listNarrowRules, mixRules, standingRules } from './rule-documents.ts';
import { compareSites, compileSite } from './support/decision-load.ts';
import { compareEngines } from './support/engine-load.ts';
import { measureHostilePatterns } from './support/hostile-load.ts';

const isFull = process.argv.includes('--full');
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
const size = isFull ? { rounds: 25, visitors: 2000 } : { rounds: 9, visitors: 1000 };
const alertsAndRules = 5000;
/** Of those, the ones of the unkind mix that no index of this engine finds. */
const broad = 500;

// GrowthBook's SDK asks for it at every turn; the real one is slow to answer, and bundlers leave a constant in its place.
process.env = { ...process.env, NODE_ENV: 'production' };

async function measureIndex() {
  const own = standingRules.alerts.length;
  const few = compileSite(standingRules);
  const kind = compileSite(mixRules(standingRules, listNarrowRules(alertsAndRules - own, alertsAndRules - own)));
  const narrow = alertsAndRules - own - broad;
  const unkind = compileSite(mixRules(standingRules, listNarrowRules(narrow, narrow), listBroadRules(broad, broad)));
  const compare = async (name: string, many: typeof few, addresses: 'all different' | number) => {
    process.stderr.write(`${name}, addresses: ${addresses}\n`);
    return compareSites(few, many, addresses, size);
  };
  return {
    rules: { few: own * 2, many: alertsAndRules * 2 },
    goal: 2,
    allDifferentPages: await compare('10,000 narrow rules', kind, 'all different'),
    amongPages: { pages: 500, ...(await compare('10,000 narrow rules', kind, 500)) },
    unkindMix: {
      broadRules: broad * 2,
      allDifferentPages: await compare('1,000 of them broad', unkind, 'all different'),
    },
  };
}

const parts = {
  index: measureIndex,
  peers: () => compareEngines(1000, isFull ? 9 : 5),
  hostile: async () => measureHostilePatterns(10_000, 8192),
};
const result: Record<string, unknown> = { benchmark: 'rules', rounds: size.rounds, visitors: size.visitors };
for (const [name, measure] of Object.entries(parts)) {
  if (only !== undefined && only !== name) continue;
  process.stderr.write(`${name}\n`);
  result[name] = await measure();
}
process.stdout.write(`${JSON.stringify(result)}\n`);
