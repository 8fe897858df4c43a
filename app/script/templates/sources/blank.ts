import type { ScriptContent } from '../../plain-script.ts';
import { row } from './rows.ts';

export const blank: ScriptContent = { scenes: [{ heading: '', rows: [row('')] }] };
