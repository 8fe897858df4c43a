import { emergencyStoreSuite } from '../../tests/support/emergency-store-suite.ts';
import { MemoryEmergencyStore } from '../../tests/support/memory-emergency-store.ts';

emergencyStoreSuite('in memory', () => {
  const store = new MemoryEmergencyStore();
  return Promise.resolve({
    store,
    again: () => Promise.resolve(store),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
});
