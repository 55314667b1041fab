/** What is known of a group's visitors whose time is over: each gives one value, such as 1 (did chat) or what they spent. */
export interface Sample {
  readonly visitors: number;
  /** Those whose value is not 0. */
  readonly converted: number;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** How much the mean of one group is above that of another. */
export interface Difference {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** Chance of ever calling a difference where there is none, over all comparisons of an experiment. */
export const falseAlarms = 0.05;
/**
 * Converted visitors from which on yes-or-no values can be compared: so many as the smaller group would have of all that there
 * are, if there were no difference. With fewer the normal approximation is too bold, above all where one group is small.
 */
export const leastConverted = 20;
/** The same for amounts, in each of the two groups: a few large orders may make up most of the sum. */
export const leastBuyers = 50;
/** Chance of ever warning of shares that are as they should be. */
export const falseShareWarnings = 0.001;

/** Visitors in both groups at which the interval is at its narrowest for its kind; it holds at any number. */
const tunedFor = 5000;
/** How firmly the shares are expected to be near the planned ones: as if so many visitors had been seen already. */
const shareFirmness = 100;

/**
 * The difference of two means, `group` less `against`, with an interval that holds however often and whenever one looks (always
 * valid): an asymptotic confidence sequence with the normal mixture (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas 2021,
 * “Time-uniform central limit theory and asymptotic confidence sequences”, theorem 2.2; the boundary is Robbins 1970, also
 * Howard, Ramdas, McAuliffe and Sekhon 2021). Null: too little is known. `comparisons`: how many the experiment makes, which
 * share the risk (Bonferroni). `values`: yes or no, or amounts of money.
 */
export function compareMeans(
  group: Sample,
  against: Sample,
  { comparisons, values }: { readonly comparisons: number; readonly values: 'yesNo' | 'amounts' },
): Difference | null {
  if (!isEnough(group, against, values)) return null;
  const alpha = falseAlarms / comparisons;
  const visitors = group.visitors + against.visitors;
  // Mean and variance of one visitor's part in the difference: what the sequence runs over.
  const variance = visitors * (spread(group, values) / group.visitors + spread(against, values) / against.visitors);
  const mixture = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tunedFor;
  const grown = visitors * mixture + 1;
  const radius = Math.sqrt((variance * 2 * grown * Math.log(Math.sqrt(grown) / alpha)) / (visitors ** 2 * mixture));
  const estimate = group.sum / group.visitors - against.sum / against.visitors;
  return { estimate, low: estimate - radius, high: estimate + radius };
}

/** Whether two groups can be compared at all. */
function isEnough(group: Sample, against: Sample, values: 'yesNo' | 'amounts'): boolean {
  if (group.visitors === 0 || against.visitors === 0) return false;
  if (values === 'amounts') return Math.min(group.converted, against.converted) >= leastBuyers;
  const smaller = Math.min(group.visitors, against.visitors) / (group.visitors + against.visitors);
  return (group.converted + against.converted) * smaller >= leastConverted;
}

/** Variance of a group's values. Of yes-or-no values as if one more of each had been seen, so that none at all is not certainty. */
function spread({ visitors, converted, sum, sumOfSquares }: Sample, values: 'yesNo' | 'amounts'): number {
  if (values === 'yesNo') {
    const rate = (converted + 1) / (visitors + 2);
    return rate * (1 - rate);
  }
  return Math.max(0, sumOfSquares / visitors - (sum / visitors) ** 2);
}

/**
 * Whether visitors came to the groups in other shares than planned, which means that something loses or doubles some of them,
 * and that no comparison can be trusted. Always valid: a sequential multinomial test with a Dirichlet mixture (Lindon and Malek
 * 2022, “Anytime-valid inference for multinomial count data”). `shares` add up to 1, one for each count.
 */
export function hasWrongShares(counts: readonly number[], shares: readonly number[]): boolean {
  return logEvidence(counts, shares) >= -Math.log(falseShareWarnings);
}

/** Natural logarithm of the Bayes factor of “some other shares” against “these shares”. */
function logEvidence(counts: readonly number[], shares: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let evidence = logGamma(shareFirmness) - logGamma(shareFirmness + total);
  for (const [index, share] of shares.entries()) {
    const count = counts[index] ?? 0;
    evidence += logGamma(shareFirmness * share + count) - logGamma(shareFirmness * share) - count * Math.log(share);
  }
  return evidence;
}

/** Logarithm of the gamma function for x > 0: Stirling's series (NIST Digital Library of Mathematical Functions, 5.11.1) from 8 on. */
function logGamma(x: number): number {
  let shifted = x;
  let product = 1;
  for (; shifted < 8; shifted += 1) product *= shifted;
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
}
