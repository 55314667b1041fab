import type { ReadSource } from '../../storage/storage.ts';
import type { BackTestPlan, BackTestShare } from './run-back-test.ts';
import type { Tally } from './tally.ts';

/** What a thread is told when it starts. */
export interface BackTestTask extends BackTestShare {
  readonly source: ReadSource;
  readonly plan: BackTestPlan;
}

/** What it says. */
export type BackTestMessage =
  | { readonly kind: 'counted'; readonly total: number }
  | { readonly kind: 'progress'; readonly visits: number }
  | { readonly kind: 'done'; readonly tally: Tally };
