/** The people, places and things of supabase/seed.sql. Everybody has the same password. */
export const SEED_PASSWORD = 'galley-demo';

export const people = {
  ada: { id: '5eed0000-0000-4000-8000-000000000001', email: 'ada.admin@example.org', role: 'admin' },
  ines: { id: '5eed0000-0000-4000-8000-000000000002', email: 'ines.internal@example.org', role: 'internal' },
  felix: { id: '5eed0000-0000-4000-8000-000000000003', email: 'felix.freelancer@example.org', role: 'freelancer' },
  clara: { id: '5eed0000-0000-4000-8000-000000000004', email: 'clara.client@example.org', role: 'client' },
  victor: { id: '5eed0000-0000-4000-8000-000000000005', email: 'victor.viewer@example.org', role: 'viewer' },
  /** Admin of the other organisation, and nothing in this one. */
  olga: { id: '5eed0000-0000-4000-8000-000000000006', email: 'olga.other@example.org', role: 'admin' },
} as const;
export type SeedPerson = keyof typeof people;

export const organizations = {
  northlight: '5eed0000-0000-4000-8000-0000000000a1',
  southbank: '5eed0000-0000-4000-8000-0000000000a2',
} as const;

export const projects = {
  /** Where Felix, Clara and Victor are. */
  harbour: '5eed0000-0000-4000-8000-0000000000b1',
  /** Only the organisation's own people. */
  winter: '5eed0000-0000-4000-8000-0000000000b2',
  /** The other organisation's. */
  ferry: '5eed0000-0000-4000-8000-0000000000b3',
} as const;

/** Each with one update in its log: a template of the app, byte for byte. */
export const scripts = {
  /** A draft in `harbour`. */
  pilot: { id: '5eed0000-0000-4000-8000-0000000000c1', project: projects.harbour, template: 'interview' },
  /** In review. */
  spot: { id: '5eed0000-0000-4000-8000-0000000000c2', project: projects.harbour, template: 'advert' },
  /** Approved. */
  safety: { id: '5eed0000-0000-4000-8000-0000000000c3', project: projects.harbour, template: 'narration' },
  /** Archived. */
  trailer: { id: '5eed0000-0000-4000-8000-0000000000c4', project: projects.harbour, template: 'blank' },
  /** A draft in `winter`. */
  winter: { id: '5eed0000-0000-4000-8000-0000000000c5', project: projects.winter, template: 'blank' },
  /** A draft of the other organisation. */
  crossing: { id: '5eed0000-0000-4000-8000-0000000000c6', project: projects.ferry, template: 'blank' },
} as const;

/** Of `spot`, sent to Clara. */
export const version = '5eed0000-0000-4000-8000-0000000000e1';
export const review = '5eed0000-0000-4000-8000-0000000000f1';
export const comments = {
  /** The team's, on `spot`. */
  internal: '5eed0000-0000-4000-8000-000000000101',
  /** Clara's, in the review. */
  client: '5eed0000-0000-4000-8000-000000000102',
} as const;
