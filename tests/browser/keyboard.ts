/** A page worked by its keyboard alone, where whoever works it can see where they are. */
import { expect, type Locator, type Page } from '@playwright/test';

const furthest = 120;

/** Presses Tab (or Shift+Tab) until this has the focus. At each step the focus can be seen. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < furthest; step++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
    await expectVisibleFocus(page);
  }
  throw new Error(`${furthest} times ${key} did not lead to ${target}`);
}

/** Presses Tab until this has the focus, then Enter. */
export async function press(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Moves on with an arrow key until this has the focus: in menus and other lists that are one stop for Tab. */
export async function arrowTo(page: Page, target: Locator, key: 'ArrowDown' | 'ArrowUp' = 'ArrowDown'): Promise<void> {
  await expect(target).toBeVisible();
  for (let step = 0; step < furthest; step++) {
    if (await hasFocus(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${furthest} times ${key} did not lead to ${target}`);
}

/** Where the focus is shows: by an outline or a ring, on the thing itself or on the box it stands in. */
export async function expectVisibleFocus(page: Page): Promise<void> {
  const fault = await page.evaluate(() => {
    const focused = document.activeElement;
    if (focused === null || focused === document.body) return null; // on its way around the page
    if (focused instanceof HTMLIFrameElement) return null; // what is in it shows its own
    // A shadow that neither moves nor blurs: others are there without the focus, too.
    const isRing = /\b0px 0px 0px [1-9]\d*px/;
    const isRinged = (element: Element) => {
      const style = getComputedStyle(element);
      const outline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
      return outline || isRing.test(style.boxShadow);
    };
    const box = focused.getBoundingClientRect();
    let holder: Element | null = focused;
    for (let level = 0; level < 4 && holder !== null && holder !== document.body; level++) {
      if (isRinged(holder)) return null;
      holder = holder.parentElement;
    }
    return `${focused.outerHTML.slice(0, 200)} at ${box.x}, ${box.y}`;
  });
  expect(fault, 'has the focus, and nothing shows it').toBeNull();
}

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
