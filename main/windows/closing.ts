/** All windows together have this long to save what is not saved when they are asked to go. */
export const FLUSH_DEADLINE_MS = 5_000;

/**
 * What windows are asked to save for: to close, to close with the program, or to make room for the scripts of another
 * account. In the last case nobody is asked whether edits may be lost: windows that have any stay as they are.
 */
export type Goal = 'close' | 'quit' | 'hand-over';

/**
 * Whether windows, and the program with them, may go. One question at a time: windows that are asked while others are
 * still saving join them, with a new deadline for all.
 */
export type Closing =
  | { readonly kind: 'staying' }
  | {
      readonly kind: 'saving';
      readonly goal: Goal;
      /** What each window still has to save. `null` has not answered. */
      readonly windows: ReadonlyMap<number, WindowUnsaved | null>;
      /** Tells this round's deadline from an earlier one's. */
      readonly round: number;
    }
  /** The person reads what could not be saved and chooses; until then nothing else closes. */
  | { readonly kind: 'telling'; readonly goal: Exclude<Goal, 'hand-over'>; readonly windows: readonly number[] }
  /** Nothing holds the program back any more. */
  | { readonly kind: 'leaving' };

export type ClosingEvent =
  | { readonly kind: 'close-asked'; readonly windowId: number }
  | { readonly kind: 'quit-asked'; readonly windowIds: readonly number[] }
  | { readonly kind: 'hand-over-asked'; readonly windowIds: readonly number[] }
  | ({ readonly kind: 'flushed'; readonly windowId: number } & WindowUnsaved)
  | { readonly kind: 'gone'; readonly windowId: number }
  | { readonly kind: 'deadline'; readonly round: number }
  | { readonly kind: 'chosen'; readonly choice: 'keep-open' | 'close-anyway' };

export type ClosingCommand =
  /** From here on these windows take no input, or what is typed after their answer would be lost. */
  | { readonly kind: 'flush'; readonly windowIds: readonly number[] }
  /** They stay open after all and take input again. */
  | { readonly kind: 'stay'; readonly windowIds: readonly number[] }
  | { readonly kind: 'wake'; readonly afterMs: number; readonly round: number }
  | { readonly kind: 'tell'; readonly unsaved: Unsaved; readonly windowId: number }
  | { readonly kind: 'close'; readonly windowIds: readonly number[] }
  | { readonly kind: 'quit' }
  /** What whoever asked for a hand-over is told. After `flushed` the windows still take no input. */
  | { readonly kind: 'answer-hand-over'; readonly answer: HandOver };

/** `unsaved`: a window has edits that are not saved, or did not answer. `closing`: windows are closing just now. */
export type HandOver = 'flushed' | 'unsaved' | 'closing';

/** Edits that one window could not save. */
export interface WindowUnsaved {
  /** In the window's memory alone: lost when it closes. */
  readonly unsaved: number;
  /** In the emergency store on this device: not saved, and not lost. */
  readonly kept: number;
}

/** What a person has to know before windows close. */
export interface Unsaved {
  /** Would be lost. */
  readonly edits: number;
  /** Would wait in the emergency store. */
  readonly kept: number;
  /** Did not answer in time, and may hold more. */
  readonly silentWindows: number;
}

export const STAYING: Closing = { kind: 'staying' };

type Step = readonly [Closing, readonly ClosingCommand[]];

/** Decides and does nothing; main/windows/closing-desk.ts carries out the commands. */
export function closingStep(state: Closing, event: ClosingEvent): Step {
  switch (event.kind) {
    case 'close-asked':
      return ask(state, [event.windowId], 'close');
    case 'quit-asked':
      return ask(state, event.windowIds, 'quit');
    case 'hand-over-asked':
      return ask(state, event.windowIds, 'hand-over');
    case 'flushed':
      if (state.kind !== 'saving' || !state.windows.has(event.windowId)) return [state, []];
      return settle({
        ...state,
        windows: new Map(state.windows).set(event.windowId, { unsaved: event.unsaved, kept: event.kept }),
      });
    case 'gone':
      return withoutWindow(state, event.windowId);
    case 'deadline':
      return state.kind === 'saving' && state.round === event.round ? conclude(state) : [state, []];
    case 'chosen':
      if (state.kind !== 'telling') return [state, []];
      return event.choice === 'keep-open'
        ? [STAYING, [{ kind: 'stay', windowIds: state.windows }]]
        : leave(state.windows, state.goal);
    default:
      return event satisfies never;
  }
}

type Saving = Extract<Closing, { kind: 'saving' }>;

function ask(state: Closing, windowIds: readonly number[], goal: Goal): Step {
  if (goal === 'hand-over' && state.kind !== 'staying') return [state, [answerOf('closing')]];
  if (state.kind === 'telling' || state.kind === 'leaving') return [state, []];
  const before: Saving =
    state.kind === 'saving' ? state : { kind: 'saving', goal, windows: new Map<number, null>(), round: 0 };
  // Where they make room for another account, a single one may not go its own way; quitting goes before everything.
  if (before.goal === 'hand-over' && goal === 'close') return [state, []];
  const calledOff = before.goal === 'hand-over' && goal === 'quit' ? [answerOf('closing')] : [];
  const added = windowIds.filter((windowId) => !before.windows.has(windowId));
  if (state.kind === 'saving' && added.length === 0 && (state.goal === goal || goal === 'close')) return [state, []];
  const round = before.round + 1;
  const windows = new Map([...before.windows, ...added.map((windowId) => [windowId, null] as const)]);
  const [next, commands] = settle({
    kind: 'saving',
    goal: before.goal === 'quit' ? 'quit' : goal,
    windows,
    round,
  });
  if (next.kind !== 'saving') return [next, [...calledOff, ...commands]];
  return [
    next,
    [...calledOff, { kind: 'flush', windowIds: added }, { kind: 'wake', afterMs: FLUSH_DEADLINE_MS, round }],
  ];
}

const answerOf = (handOver: HandOver): ClosingCommand => ({ kind: 'answer-hand-over', answer: handOver });

function settle(state: Saving): Step {
  return [...state.windows.values()].includes(null) ? [state, []] : conclude(state);
}

function conclude({ windows, goal }: Saving): Step {
  const answers = [...windows.values()];
  const sumOf = (what: keyof WindowUnsaved): number => answers.reduce((sum, answer) => sum + (answer?.[what] ?? 0), 0);
  const unsaved: Unsaved = {
    edits: sumOf('unsaved'),
    kept: sumOf('kept'),
    silentWindows: answers.filter((answer) => answer === null).length,
  };
  const windowIds = [...windows.keys()];
  const troubled = windowIds.find((windowId) => {
    const answer = windows.get(windowId) ?? null;
    return answer === null || answer.unsaved + answer.kept > 0;
  });
  if (goal === 'hand-over') {
    if (troubled === undefined) return [STAYING, [answerOf('flushed')]];
    return [STAYING, [{ kind: 'stay', windowIds }, answerOf('unsaved')]];
  }
  if (troubled === undefined) return leave(windowIds, goal);
  return [{ kind: 'telling', goal, windows: windowIds }, [{ kind: 'tell', unsaved, windowId: troubled }]];
}

function leave(windowIds: readonly number[], goal: Exclude<Goal, 'hand-over'>): Step {
  const close: ClosingCommand[] = windowIds.length === 0 ? [] : [{ kind: 'close', windowIds }];
  return goal === 'quit' ? [{ kind: 'leaving' }, [...close, { kind: 'quit' }]] : [STAYING, close];
}

/** A window that is gone (its program killed, its page crashed for good) is not waited for. */
function withoutWindow(state: Closing, windowId: number): Step {
  if (state.kind === 'telling') {
    return [{ ...state, windows: state.windows.filter((other) => other !== windowId) }, []];
  }
  if (state.kind !== 'saving' || !state.windows.has(windowId)) return [state, []];
  const windows = new Map(state.windows);
  windows.delete(windowId);
  if (windows.size === 0 && state.goal === 'close') return [STAYING, []];
  return settle({ ...state, windows });
}
