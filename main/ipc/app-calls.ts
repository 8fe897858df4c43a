import type { AppInfo } from '../../app/ipc/contract.ts';
import type { HandlersOf } from './handlers.ts';

export interface AppFacts {
  readonly info: () => Omit<AppInfo, 'loaded'>;
  /** The page of this window is there and listens. Answers why it was loaded. */
  readonly pageArrived: (windowId: number) => AppInfo['loaded'];
}

/** A page's first question. */
export function appCalls({ info, pageArrived }: AppFacts): HandlersOf<'app'> {
  return {
    'app.info': (_input, windowId) => ({ ...info(), loaded: pageArrived(windowId) }),
  };
}
