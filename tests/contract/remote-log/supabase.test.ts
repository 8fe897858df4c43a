import { remoteLogSuite } from './suite.ts';
import { openSupabaseWorld } from './supabase-world.ts';

remoteLogSuite('Supabase', openSupabaseWorld);
