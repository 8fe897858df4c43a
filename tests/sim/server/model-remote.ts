import type { ScriptId } from '../../../app/ids.ts';
import type { Answer, RemoteLog } from '../../../app/sync/ports.ts';
import { missing, pull } from './model-pulls.ts';
import type { Caller, ModelServer } from './model-server.ts';

/** The server's log for one caller, over a network without faults: each call is done at once and answered right after. */
export function remoteOf(server: ModelServer, caller: () => Caller): RemoteLog {
  const answered = async <T>(signal: AbortSignal, work: () => Answer<T>): Promise<Answer<T>> => {
    const answer = signal.aborted ? undefined : work();
    await Promise.resolve();
    return answer === undefined || signal.aborted ? { ok: false, trouble: { kind: 'aborted' } } : answer;
  };
  return {
    access: (signal) => answered(signal, () => server.access(caller())),
    register: (script, signal) => answered(signal, () => server.register(caller(), script)),
    push: (scriptId, batches, signal) => answered(signal, () => server.push(caller(), scriptId, batches)),
    pull: (scriptId, cursor, maxBytes, signal) =>
      answered(signal, () => pull(server, caller(), scriptId, cursor, maxBytes)),
    missing: (scriptId, ids, signal) => answered(signal, () => missing(server, caller(), scriptId, ids)),
    tellSeen: (scriptId, deviceId, cursor, signal) =>
      answered(signal, () => server.tellSeen(caller(), scriptId, deviceId, cursor)),
    readSeen: (scriptId: ScriptId, signal) => answered(signal, () => server.readSeen(caller(), scriptId)),
  };
}
