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
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(!hasForeignFrames(page)).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${what} ${id} ${nodes[0]?.html}`)).toEqual([]);
  }).toPass({ timeout: settleMs });
  await expectNothingCutOff(page, what);
}

/** The quicker way of asking axe does not look into frames of other origins, such as the chat window's. */
function hasForeignFrames(page: Page): boolean {
  return page.frames().some((frame) => new URL(frame.url()).origin !== new URL(page.url()).origin);
}

/** The same, light and dark, wide and narrow, and nothing scrolls sideways at 200 % text. The page is as before afterwards. */
export async function expectAccessibleInEveryLook(page: Page, what = ''): Promise<void> {
  const before = page.viewportSize() ?? { width: 1440, height: 844 };
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, `${what}, ${colorScheme}, ${width} px:`);
    }
    // Text at 200 %: rem follows it.
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
    await expectNothingCutOff(page, `${what}, ${width} px, at 200 %`);
    await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
}

async function expectNothingCutOff(page: Page, what: string): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), {
      message: `${what} scrolls sideways`,
    })
    .toBeLessThanOrEqual(0);
}
