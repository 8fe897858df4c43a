import type { Page } from 'playwright-core';

/** From now on the page's emergency store keeps nothing more, as on a full disk; what it answers mends it. */
export async function breakStore(page: Page): Promise<() => Promise<void>> {
  const works = await page.evaluateHandle(() => {
    const whole = Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, 'put') ?? {};
    const refuse = function (this: IDBObjectStore): void {
      this.transaction.abort();
    };
    Object.defineProperty(IDBObjectStore.prototype, 'put', { ...whole, value: refuse });
    return whole;
  });
  return () => page.evaluate((whole) => void Object.defineProperty(IDBObjectStore.prototype, 'put', whole), works);
}
