import type { PlaceChange, RemotePlaces } from '../../app/sync/places.ts';
import type { Answer } from '../../app/sync/ports.ts';
import type { ChangeAnswer, Places, ScriptThere } from '../cloud/places.ts';

/** What projects need of the server, from those who speak to it. */
export function remotePlaces(
  places: Pick<Places, 'createProject' | 'renameScript' | 'setStatus' | 'moveScript'>,
): RemotePlaces {
  return {
    createProject: async (project, signal) => {
      const answer = await places.createProject(project, signal);
      if (answer.kind === 'trouble') return { ok: false, trouble: answer.trouble };
      // Nobody is quicker with a project that is only being made.
      return { ok: true, value: undefined };
    },
    rename: async (script, signal) => asChange(await places.renameScript(script, signal)),
    setStatus: async (script, signal) => asChange(await places.setStatus(script, signal)),
    move: async (script, signal) => asChange(await places.moveScript(script, signal)),
  };
}

function asChange(answer: ChangeAnswer<ScriptThere>): Answer<PlaceChange> {
  switch (answer.kind) {
    case 'done':
      return { ok: true, value: answer };
    case 'lost':
      return { ok: true, value: { kind: 'lost', present: answer.there } };
    case 'trouble':
      return { ok: false, trouble: answer.trouble };
    default:
      return answer satisfies never;
  }
}
