import type { SceneId } from '../../app/ids.ts';
import type { SceneSpot } from '../../app/script/spots.ts';
import type { Board } from './board.ts';
import { asStep } from './command-step.ts';
import { sceneOf } from './focus.ts';

/** What is done to whole scenes: each command is one step of undo, and says where the person stands after it. */
export class SceneCommands {
  readonly #board: Board;

  constructor(board: Board) {
    this.#board = board;
  }

  /** Below the scene the person is in, with a row in it; its heading is then written. */
  addBelow(): boolean {
    const here = sceneOf(this.#board.standing.focus.get(), this.#board.model.outline());
    return this.#add(here === null ? 'end' : { after: here });
  }

  addAfter(sceneId: SceneId): boolean {
    return this.#add({ after: sceneId });
  }

  duplicate(sceneId: SceneId): boolean {
    return asStep(this.#board, () => {
      const copy = this.#board.model.duplicateScene(sceneId);
      if (copy !== undefined) this.#show(copy);
      return copy !== undefined;
    });
  }

  moveBy(sceneId: SceneId, step: 1 | -1): boolean {
    const { scenes } = this.#board.model.outline();
    const neighbour = scenes[scenes.findIndex(({ id }) => id === sceneId) + step];
    if (!neighbour) return false;
    return this.moveTo(sceneId, step > 0 ? { after: neighbour.id } : { before: neighbour.id });
  }

  moveTo(sceneId: SceneId, spot: SceneSpot): boolean {
    return asStep(this.#board, () => {
      this.#board.model.moveScene(sceneId, spot);
      this.#show(sceneId);
      const number = this.#board.model.outline().scene(sceneId)?.number;
      if (number) this.#board.say(`Scene moved: it is now scene ${number}`);
      return true;
    });
  }

  /** The person goes on to the next scene's first row. */
  delete(sceneId: SceneId): boolean {
    const { model, standing } = this.#board;
    const { scenes } = model.outline();
    const at = scenes.findIndex(({ id }) => id === sceneId);
    const [next] = [...(scenes[at + 1]?.rows ?? []), ...(scenes[at - 1]?.rows ?? [])];
    return asStep(this.#board, () => {
      standing.leave();
      model.deleteScene(sceneId);
      this.#board.settle();
      this.#board.say('Scene deleted. Undo brings it back.');
      if (next) standing.selectRows(next.id, next.id);
      return true;
    });
  }

  restore(sceneId: SceneId): boolean {
    return asStep(this.#board, () => {
      this.#board.model.restoreScene(sceneId);
      this.#show(sceneId);
      return true;
    });
  }

  #add(spot: SceneSpot): boolean {
    return asStep(this.#board, () => {
      const { model, standing } = this.#board;
      const sceneId = model.insertScene(spot);
      if (sceneId === undefined) return false;
      const rowId = model.insertRow({ startOf: sceneId });
      if (rowId !== undefined) this.#board.welcome([rowId]);
      this.#board.settle();
      return standing.editHeading(sceneId);
    });
  }

  #show(sceneId: SceneId): void {
    this.#board.settle();
    this.#board.rows.scene(sceneId)?.section.scrollIntoView({ block: 'nearest' });
  }
}
