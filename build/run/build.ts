/** `npm run build`: bundles the app into out/, also when nothing changed. */
import { buildApp } from './build-app.ts';

await buildApp({ always: true });
