import * as z from 'zod';

// The window's policy refuses code made from strings; zod would try it and be reported. Imported before all else.
z.config({ jitless: true });
