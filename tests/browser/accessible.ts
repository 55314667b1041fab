import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Time to come to rest in; many times what anything of ours takes. */
const settleMs = 10_000;

/**
 * Nothing serious or critical for axe, and nothing scrolls sideways. Waits for what still moves or fades: half way there,
 * a text has half its contrast. What begins to move while axe looks is looked at again; what stays is a fault.
 */
export async function expectAccessible(page: Page, what = ''): Promise<void> {
  await expect(async () => {
    await page.evaluate(async () => {
      const isEndless = (animation: Animation) =>
        animation.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY;
      const running = () => document.getAnimations().filter((one) => one.playState === 'running' && !isEndless(one));
      while (running().length > 0) await Promise.allSettled(running().map((one) => one.finished));
    });
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${what} ${id} ${nodes[0]?.html}`)).toEqual([]);
  }).toPass({ timeout: settleMs });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}
