/** What the server's log takes and gives at most. The database holds to the same numbers; a test compares them. */
export const limits = {
  /** One update: as in the vault, and as architecture has it for every copy of a script. */
  updateBytes: 1024 * 1024,
  /** One call of push_updates, all its updates together: base64 makes 5.6 MB of it on the wire. */
  pushBytes: 4 * 1024 * 1024,
  pushUpdates: 100,
  /** One page of pull_updates: frames before base64. A longer page is cut to this; one update always fits. */
  pullBytes: 4 * 1024 * 1024,
  pullUpdates: 10_000,
  /** One call of missing_updates. */
  missingIds: 10_000,
  /** A ring that carries its updates; a longer one says only that there are some. Counted as a whole. */
  ringBytes: 64 * 1024,
  /**
   * From how many updates on a reader is given the service's snapshot instead. Below it, the updates weigh about as
   * much as a long script's snapshot (2,000 × 125 B against 200 to 300 kB) and are replayed in some 40 ms, and they
   * alone say who wrote what and when.
   */
  snapshotInsteadOfUpdates: 2_000,
} as const;
