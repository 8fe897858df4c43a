import { Failure } from '../../app/failure.ts';
import type { HandlersOf } from './handlers.ts';

/** The calls that have to do with a server, accounts and other people. */
export type ConnectedCalls = HandlersOf<'account'> &
  HandlersOf<'sync'> &
  HandlersOf<'projects'> &
  HandlersOf<'briefing'> &
  HandlersOf<'together'>;

const noServer = (): never => {
  throw new Failure('forbidden', 'No server is set up for this Galley. Everything you write is saved on this device.');
};

/** What they answer in a Galley that knows no server: everything is on this device, and nobody else is there. */
export function callsWithoutServer(): ConnectedCalls {
  return {
    'account.state': () => ({
      account: 'local',
      person: null,
      session: { kind: 'none' },
      pending: null,
      isSessionKept: true,
      mustTellNotKept: false,
      known: [{ account: 'local', person: null, scripts: null }],
      server: null,
    }),
    'account.ways-in': () => null,
    'account.sign-in': noServer,
    'account.sign-up': noServer,
    'account.send-code': noServer,
    'account.use-code': noServer,
    'account.sign-in-browser': noServer,
    'account.cancel': () => undefined,
    'account.read-not-kept': () => undefined,
    'account.sign-out': noServer,
    'account.show': noServer,
    'account.unsent': noServer,
    'account.remove': noServer,
    'account.demo': () => ({ password: '', accounts: [] }),
    'sync.overview': () => ({ link: { kind: 'none' }, scripts: [], events: [] }),
    'sync.try-now': () => undefined,
    'sync.send-again': noServer,
    'sync.connection': () => null,
    'sync.attend': () => undefined,
    'projects.view': () => ({
      person: null,
      organizations: [],
      projects: [],
      scripts: [],
      storage: { usedBytes: 0, budgetBytes: 0 },
    }),
    'projects.create': noServer,
    'projects.join': noServer,
    'projects.move': noServer,
    'projects.set-status': noServer,
    'projects.settle-title': noServer,
    'projects.local-scripts': () => [],
    'projects.take-local': noServer,
    'briefing.log': () => null,
    'briefing.read': () => undefined,
    'together.peers': () => [],
    'together.move': () => undefined,
  };
}
