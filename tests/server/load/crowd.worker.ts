import { parentPort, workerData } from 'node:worker_threads';
import type { Pusher } from './crowd.ts';
import { linesOf, type Way } from './lines.ts';
import { pushAll } from './push-all.ts';

/** The crowd in a thread of its own, so that what it does is not counted as the gateway's. */
const { crowd, way } = workerData as { readonly crowd: readonly Pusher[]; readonly way: Way };
parentPort?.postMessage(await pushAll(crowd, linesOf(way)));
