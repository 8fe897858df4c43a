import type { Page } from 'playwright-core';

/** From now on the page's emergency store refuses everything, as on a full disk; what it answers mends it. */
export async function breakStore(page: Page): Promise<() => Promise<void>> {
  const works = await page.evaluateHandle(() => {
    const whole = Object.getOwnPropertyDescriptor(IDBDatabase.prototype, 'transaction') ?? {};
    const refuse = (): never => {
      throw new DOMException('No room.', 'QuotaExceededError');
    };
    Object.defineProperty(IDBDatabase.prototype, 'transaction', { ...whole, value: refuse });
    return whole;
  });
  return () => page.evaluate((whole) => void Object.defineProperty(IDBDatabase.prototype, 'transaction', whole), works);
}
