import { hex, NO_CHAIN, sha256 } from './bytes.ts';
import type { PlantedRow } from './facts.ts';
import { cast, idOf, organisationOf, personId, placeOf } from './people.ts';
import { EARLIER, LONG_AGO, organisationId, projectId } from './planted-people.ts';
import { plantReviews } from './planted-reviews.ts';
import { scripts, updateBytes, updateId, type PlantedScript } from './scripts.ts';

function plantScript(script: PlantedScript): readonly PlantedRow[] {
  const { project, label, id, chains } = script;
  const place = placeOf(project);
  const { staff, freelancer } = cast[project];
  const liveText = [{ thing: 'live text', place }] as const;
  const head = chains[1] ?? NO_CHAIN;
  return [
    {
      table: 'scripts',
      label,
      values: {
        id,
        project_id: projectId(project),
        organization_id: organisationId(organisationOf(project)),
        title: `script ${label}`,
        status: script.status,
        version: 1,
        head: 2,
        chain: hex(head),
        epoch: script.epoch,
        created_by: personId(staff),
        created_at: LONG_AGO,
        updated_at: LONG_AGO,
      },
      facts: [{ thing: 'script', place }],
    },
    ...chains.map((chain, index): PlantedRow => ({
      table: 'script_updates',
      label: `${label} ${index + 1}`,
      values: {
        script_id: id,
        position: index + 1,
        id: updateId(label, index + 1),
        format: 1,
        bytes: hex(updateBytes(`${label} ${index + 1}`)),
        chain: hex(chain),
        pushed_by: personId(index === 0 ? staff : freelancer),
        created_at: LONG_AGO,
      },
      facts: liveText,
    })),
    {
      table: 'script_updates_set_aside',
      label: `${label} 2`,
      values: { script_id: id, position: 2, reason: 'cannot be decoded', created_at: LONG_AGO },
      facts: liveText,
    },
    {
      table: 'script_snapshots',
      label: `${label} 1`,
      values: {
        script_id: id,
        position: 1,
        chain: hex(chains[0] ?? NO_CHAIN),
        bytes: hex(Buffer.from(`snapshot of ${label}`)),
        sha256: hex(sha256(`snapshot of ${label}`)),
        created_at: LONG_AGO,
      },
      facts: liveText,
    },
    ...[0, 1].map((ordinal): PlantedRow => ({
      table: 'script_rows',
      label: `${label} row ${ordinal}`,
      values: {
        script_id: id,
        row_id: idOf(`row ${label} ${ordinal}`),
        scene_id: idOf(`scene ${label} 0`),
        ordinal,
        content: { audio: `row of ${label}` },
        script_status: script.status,
        position: 2,
        updated_at: LONG_AGO,
      },
      facts: liveText,
    })),
    {
      table: 'script_seen',
      label: `${label} by ${staff}`,
      values: {
        script_id: id,
        person_id: personId(staff),
        device_id: idOf(`device of ${staff}`),
        position: 1,
        seen_at: EARLIER,
      },
      facts: [{ thing: 'presence', place }],
    },
  ];
}

/** Every script with its log, its versions and its reviews. */
export const plantedScripts: readonly PlantedRow[] = scripts.flatMap((script) => [
  ...plantScript(script),
  ...plantReviews(script),
]);
