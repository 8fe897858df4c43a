import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../../app/failure.ts';

/** The CLI's own: clients of `supabase start` work here unchanged. */
const USUAL_PORT = 54_321;

/** The others lie so far above the API's; the service is ours, and lies where nothing of the CLI's does. */
const OFFSETS = { database: 1, mailbox: 3, service: 10 };
const HIGHEST_PORT = 65_535 - Math.max(...Object.values(OFFSETS));

export interface Ports {
  readonly api: number;
  readonly database: number;
  readonly mailbox: number;
  readonly service: number;
}

export type Wish =
  | { readonly kind: 'help' }
  | { readonly kind: 'docker' }
  | {
      readonly kind: 'start';
      readonly ports: Ports;
      /** An absolute path; left out: the stack's own. */
      readonly dataFolder: string | undefined;
      readonly resets: boolean;
    };

export const HELP = `npm run supabase [-- options]: a Supabase for Galley on this machine, without Docker.

  --port <n>        the API's port (default ${USUAL_PORT}); the database is at n+1, the mailbox at n+3,
                    the service at n+10
  --data-dir <dir>  where the database is kept (default .cache/supabase)
  --reset           deletes the database first and starts with the demo organisation
  --docker          runs "supabase start" instead, which needs a Docker engine
  --help            shows this`;

/** What the command line asks for; anything else fails as `invalid`, in words. */
export function readOptions(args: readonly string[]): Wish {
  const values = parse(args);
  if (values.help === true) return { kind: 'help' };
  if (values.docker === true) {
    const others = Object.keys(values).filter((name) => name !== 'docker');
    if (others.length === 0) return { kind: 'docker' };
    throw new Failure('invalid', `--docker cannot be combined with --${others.join(' or --')}.`);
  }
  const api = values.port === undefined ? USUAL_PORT : Number(values.port);
  if (!/^\d+$/.test(values.port ?? '0') || api < 1024 || api > HIGHEST_PORT) {
    throw new Failure('invalid', `--port needs a number from 1024 to ${HIGHEST_PORT}, not "${values.port}".`);
  }
  if (values['data-dir'] === '') throw new Failure('invalid', '--data-dir needs a folder.');
  return {
    kind: 'start',
    ports: {
      api,
      database: api + OFFSETS.database,
      mailbox: api + OFFSETS.mailbox,
      service: api + OFFSETS.service,
    },
    dataFolder: values['data-dir'] === undefined ? undefined : resolve(values['data-dir']),
    resets: values.reset === true,
  };
}

const options = {
  port: { type: 'string' },
  'data-dir': { type: 'string' },
  reset: { type: 'boolean' },
  docker: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Failure('invalid', `${why.split('. ')[0]}.\n\n${HELP}`, { cause });
  }
}
