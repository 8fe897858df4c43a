import type pg from 'pg';
import * as z from 'zod';
import type { Cell } from './cells.ts';
import { need, type Need } from './deeds.ts';
import { chosenScripts, scripts, type PlantedScript, epochOf } from './scripts.ts';
import { idOf, placeOf } from './people.ts';
import { reviewEpoch, reviewId, reviewKinds, sentTo } from './planted-reviews.ts';
import { probe, type Caller } from './probe.ts';
import { quoted } from './sql.ts';
import { gotOf } from './write-cells.ts';

export interface Topic {
  readonly name: string;
  readonly label: string;
  /** Undefined: nobody. */
  readonly listen?: Need;
  readonly speak?: Need;
}

function topicsOf(script: PlantedScript): readonly Topic[] {
  const { id, epoch, label, project } = script;
  const place = placeOf(project);
  const reviews = reviewKinds.map((kind): Topic => ({
    name: `review:${reviewId(label, kind)}:${reviewEpoch(label, kind)}`,
    label: `review of ${label} ${kind}`,
    listen: need('read', 'review', place, { sentTo: sentTo(script, kind) }),
  }));
  return [
    { name: `script:${id}:${epoch}`, label: `script ${label}`, listen: need('read', 'live text', place) },
    {
      name: `cursors:${id}:${epoch}`,
      label: `cursors of ${label}`,
      listen: need('read', 'presence', place),
      speak: need('send', 'presence', place),
    },
    { name: `notes:${id}:${epoch}`, label: `notes of ${label}`, listen: need('read', 'internal comment', place) },
    ...reviews,
  ];
}

/** Names that look like a channel and are none. */
export function lookAlikes(): readonly Topic[] {
  const [script, other] = scripts;
  if (script === undefined || other === undefined) throw new RangeError('No scripts.');
  const { id, epoch, label } = script;
  const review = reviewId(label, 'first');
  const names: Readonly<Record<string, string>> = {
    'an old epoch': `cursors:${id}:${epochOf('of before')}`,
    'an old epoch of the text': `script:${id}:${epochOf('of before')}`,
    'an old epoch of the notes': `notes:${id}:${epochOf('of before')}`,
    'an old epoch of a review': `review:${review}:${epochOf('of before')}`,
    'the epoch of another script': `cursors:${id}:${other.epoch}`,
    'the epoch of the script on its review': `review:${review}:${epoch}`,
    'the epoch of a review on its script': `script:${id}:${reviewEpoch(label, 'first')}`,
    'capitals in the kind': `Cursors:${id}:${epoch}`,
    'capitals in the id': `cursors:${id.toUpperCase()}:${epoch}`,
    'capitals in the epoch': `cursors:${id}:${epoch.toUpperCase()}`,
    'a space behind': `cursors:${id}:${epoch} `,
    'a space before': ` cursors:${id}:${epoch}`,
    'a line feed behind': `cursors:${id}:${epoch}\n`,
    'a line feed before': `x\ncursors:${id}:${epoch}`,
    'a colon of full width': `cursors：${id}：${epoch}`,
    'a letter that looks like another': `curѕors:${id}:${epoch}`,
    'no epoch': `cursors:${id}`,
    'an empty epoch': `cursors:${id}:`,
    'a wildcard': `cursors:${id}:%`,
    'something behind': `cursors:${id}:${epoch}:more`,
    "the client's prefix": `realtime:cursors:${id}:${epoch}`,
    'an id in braces': `cursors:{${id}}:${epoch}`,
    'another kind': `presence:${id}:${epoch}`,
    'a script that is not there': `cursors:${idOf('script that is not there')}:${epoch}`,
    nothing: ' ',
  };
  return Object.entries(names).map(([what, name]): Topic => ({ name, label: `with ${what}` }));
}

export const allTopics: readonly Topic[] = [...chosenScripts.flatMap(topicsOf), ...lookAlikes()];

/** At home and at a stranger's, for claims and headers. */
export const fewTopics: readonly Topic[] = chosenScripts
  .filter(({ label }) => label === 'A1 draft' || label === 'B1 draft')
  .flatMap(topicsOf);

const EXTENSIONS = ['broadcast', 'presence'] as const;
const Heard = z.array(z.string());

const speaking = ({ name }: Topic, extension: string): string =>
  `insert into realtime.messages (topic, extension, event, payload, private)
   values (${quoted(name)}, '${extension}', 'said', '{}', true)`;

interface Attempt {
  readonly topic: Topic;
  readonly what: string;
  readonly statement: string;
  readonly need: Need | undefined;
  readonly refused: 'hidden' | 'denied';
}

const attemptsOn = (topic: Topic): readonly Attempt[] => [
  ...EXTENSIONS.map((extension): Attempt => ({
    topic,
    what: `hear ${extension} on ${topic.label}`,
    statement: `select coalesce(jsonb_agg(distinct topic), '[]') from realtime.messages where extension = '${extension}'`,
    need: topic.listen,
    refused: 'hidden',
  })),
  ...EXTENSIONS.map((extension): Attempt => ({
    topic,
    what: `${extension} on ${topic.label}`,
    statement: speaking(topic, extension),
    need: topic.speak,
    refused: 'denied',
  })),
  ...["update realtime.messages set payload = '{}'", 'delete from realtime.messages'].map((statement): Attempt => ({
    topic,
    what: `${statement.slice(0, 6)} what was said on ${topic.label}`,
    statement,
    need: undefined,
    refused: 'denied',
  })),
];

/** Hidden, allowed, or allowed with the messages of other channels, which is always too much. */
function heardOf(answer: unknown, topic: string): string {
  const heard = Heard.safeParse(answer);
  if (!heard.success || heard.data.length === 0) return 'hidden';
  const others = heard.data.filter((name) => name !== topic);
  return others.length === 0 ? 'allowed' : `allowed, with ${others.join(', ')}`;
}

/** Each channel has one message of each kind in it; the caller listens or speaks as Realtime would ask for them. */
export async function topicCells(
  client: pg.ClientBase,
  topics: readonly Topic[],
  callers: readonly Caller[],
): Promise<readonly Cell[]> {
  const attempts = topics.flatMap(attemptsOn);
  await client.query('savepoint said');
  await client.query(
    `insert into realtime.messages (topic, extension, event, payload, private)
     select topic, extension, 'said', '{"said": true}', true from unnest($1::text[]) as topic, unnest($2::text[]) as extension`,
    [topics.map(({ name }) => name), EXTENSIONS],
  );
  const statements = attempts.map(({ statement }) => statement);
  const names = attempts.map(({ topic }) => topic.name);
  const cells: Cell[] = [];
  for (const caller of callers) {
    const outcomes = await probe(client, caller, statements, names);
    for (const [index, { topic, what, need: needed, refused }] of attempts.entries()) {
      const outcome = outcomes[index];
      const isHearing = refused === 'hidden' && outcome !== undefined && 'rows' in outcome;
      const got = isHearing ? heardOf(outcome.answer, topic.name) : gotOf(outcome);
      cells.push({
        caller,
        what,
        expected: needed?.allows(caller) === true ? 'allowed' : refused,
        got: refused === 'hidden' && got === 'denied' ? 'hidden' : got,
      });
    }
  }
  await client.query('rollback to savepoint said');
  return cells;
}
