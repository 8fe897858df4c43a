import type { SceneId } from '../../app/ids.ts';
import type { ScriptModel } from '../../app/script/model.ts';
import type { ScriptChange } from '../../app/script/script-change.ts';
import { Changing, type Readable } from '../document/readable.ts';
import type { Timers } from '../document/timers.ts';

export interface SceneShape {
  readonly id: SceneId;
  /** Null while the scene is disputed. */
  readonly number: number | null;
  readonly heading: string;
  readonly seconds: number;
}

/** A script as the outline and the time bar draw it. */
export interface ScriptShape {
  readonly scenes: readonly SceneShape[];
  /** Rows before the first scene. */
  readonly openingSeconds: number;
  readonly totalSeconds: number;
  readonly targetSeconds: number | null;
  readonly wordsPerMinute: number;
}

/** Counting words waits for a pause this long; headings and order are followed at once. */
const COUNT_AFTER_MS = 250;

export function readShape(model: ScriptModel): ScriptShape {
  const { targetSeconds, wordsPerMinute } = model.settings();
  const timing = model.timing();
  return {
    scenes: model.outline().scenes.map(({ id, number }) => ({
      id,
      number,
      heading: model.headingText(id),
      seconds: timing.scene(id).seconds,
    })),
    openingSeconds: timing.scene(null).seconds,
    totalSeconds: timing.total.seconds,
    targetSeconds,
    wordsPerMinute,
  };
}

/** Follows a script so that nothing is drawn or counted anew between two keys. */
export class FollowedShape implements Readable<ScriptShape>, Disposable {
  readonly #model: ScriptModel;
  readonly #timers: Timers;
  readonly #shape: Changing<ScriptShape>;
  readonly #stop: () => void;
  #waiting: { readonly delayMs: number; readonly cancel: () => void } | null = null;

  private constructor(model: ScriptModel, timers: Timers) {
    this.#model = model;
    this.#timers = timers;
    this.#shape = new Changing(readShape(model));
    this.#stop = model.onChange((change) => this.#readAfter(isVisibleAtOnce(change) ? 0 : COUNT_AFTER_MS));
  }

  static open(model: ScriptModel, timers: Timers): FollowedShape {
    return new FollowedShape(model, timers);
  }

  readonly get = (): ScriptShape => this.#shape.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#shape.subscribe(listener);

  [Symbol.dispose](): void {
    this.#stop();
    this.#waiting?.cancel();
  }

  #readAfter(delayMs: number): void {
    if (this.#waiting !== null && this.#waiting.delayMs <= delayMs) return;
    this.#waiting?.cancel();
    const cancel = this.#timers.after(delayMs, () => {
      this.#waiting = null;
      const shape = readShape(this.#model);
      if (!isSameShape(shape, this.#shape.get())) this.#shape.set(shape);
    });
    this.#waiting = { delayMs, cancel };
  }
}

const isVisibleAtOnce = ({ structure, headings, settings }: ScriptChange): boolean =>
  structure || settings || headings.size > 0;

function isSameShape(one: ScriptShape, other: ScriptShape): boolean {
  return (
    one.totalSeconds === other.totalSeconds &&
    one.openingSeconds === other.openingSeconds &&
    one.targetSeconds === other.targetSeconds &&
    one.wordsPerMinute === other.wordsPerMinute &&
    one.scenes.length === other.scenes.length &&
    one.scenes.every((scene, index) => isSameScene(scene, other.scenes[index]))
  );
}

function isSameScene(one: SceneShape, other: SceneShape | undefined): boolean {
  return (
    other !== undefined &&
    one.id === other.id &&
    one.number === other.number &&
    one.heading === other.heading &&
    one.seconds === other.seconds
  );
}
