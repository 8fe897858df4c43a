import { scriptStatuses, type ScriptStatus } from '../../../app/access/roles.ts';
import { chained, NO_CHAIN, sha256 } from './bytes.ts';
import { idOf, projects, type Project } from './people.ts';

/** One script of the small world: each project has one in every status. */
export interface PlantedScript {
  readonly project: Project;
  readonly status: ScriptStatus;
  readonly label: string;
  readonly id: string;
  readonly epoch: string;
  readonly chains: readonly Buffer[];
}

/** A Yjs V1 update without content is two zeros; the words behind them are for finding leaks, nobody decodes them here. */
export const updateBytes = (label: string): Buffer =>
  Buffer.concat([Buffer.from([0, 0]), Buffer.from(`words of ${label}`)]);

export const updateId = (script: string, position: number): string => idOf(`update ${script} ${position}`);
export const epochOf = (label: string): string => sha256(`epoch ${label}`).toString('hex').slice(0, 32);

function scriptOf(project: Project, status: ScriptStatus): PlantedScript {
  const label = `${project} ${status}`;
  const chains = [1, 2].reduce<readonly Buffer[]>(
    (known, position) => [
      ...known,
      chained(known.at(-1) ?? NO_CHAIN, updateId(label, position), updateBytes(`${label} ${position}`)),
    ],
    [],
  );
  return { project, status, label, id: idOf(`script ${label}`), epoch: epochOf(label), chains };
}

export const scripts: readonly PlantedScript[] = projects.flatMap((project) =>
  scriptStatuses.map((status) => scriptOf(project, status)),
);

/** Every status of the own project; of each other project the draft, where the most is possible. */
export const chosenScripts = scripts.filter(({ project, status }) => project === 'A1' || status === 'draft');
