import { openAuth } from '../auth/auth.ts';
import { openRealtime } from '../realtime/open-realtime.ts';
import { openRest } from '../rest/open-rest.ts';
import type { GatewayContext, Part } from './part.ts';

export interface Parts extends AsyncDisposable {
  readonly auth: Part;
  readonly rest: Part;
  readonly realtime: Part;
}

/** What stands behind the gateway. If one does not open, those opened before it are closed. */
export async function openParts(context: GatewayContext): Promise<Parts> {
  await using opened = new AsyncDisposableStack();
  const auth = opened.use(await openAuth(context));
  const rest = opened.use(await openRest(context));
  const realtime = opened.use(await openRealtime(context));
  const closing = opened.move();
  return { auth, rest, realtime, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}
