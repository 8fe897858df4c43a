import { migrations, type Migration } from '../../main/vault/migrations/all.ts';
import { nextSchema } from './next-schema.ts';

// The writer of a build that knows one schema more.
(migrations as Migration[]).push(nextSchema);
await import('../../main/vault/vault.worker.ts');
