import { useState, type ReactNode } from 'react';
import { TargetSeconds, WordsPerMinute } from '../../app/script/timing.ts';
import type { ScriptSession } from '../document/script-session.ts';
import { Dialog } from '../ui/dialog.tsx';
import { clockTime } from '../ui/words.ts';
import { parseLength } from './parse-length.ts';

interface LengthDialogProps {
  readonly session: ScriptSession;
  readonly onClose: () => void;
}

/** How long the film is to be, and how fast it is spoken: both belong to the script, and can be undone like words. */
export function LengthDialog({ session, onClose }: LengthDialogProps): ReactNode {
  const { model, undo } = session;
  const settings = model.settings();
  const [target, setTarget] = useState(settings.targetSeconds === null ? '' : clockTime(settings.targetSeconds));
  const [pace, setPace] = useState(String(settings.wordsPerMinute));
  const targetSeconds = target.trim() === '' ? null : parseLength(target);
  const isTargetFine = target.trim() === '' || TargetSeconds.safeParse(targetSeconds).success;
  const wordsPerMinute = WordsPerMinute.safeParse(Number(pace));
  const isFine = isTargetFine && wordsPerMinute.success;
  const keep = (): void => {
    if (!isTargetFine || !wordsPerMinute.success) return;
    undo.step(() => {
      model.setTargetSeconds(targetSeconds);
      model.setWordsPerMinute(wordsPerMinute.data);
    });
    onClose();
  };
  return (
    <Dialog title="Running time" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep();
        }}
      >
        <label className="named">
          Target length
          <span className="field">
            <input
              value={target}
              placeholder="1:30"
              aria-invalid={!isTargetFine}
              aria-describedby="length-help"
              onFocus={(event) => event.currentTarget.select()}
              onChange={(event) => setTarget(event.currentTarget.value)}
            />
          </span>
        </label>
        <p id="length-help" className="small quiet field-help">
          {isTargetFine
            ? 'As a clock, like 1:30, or in seconds. Empty for none.'
            : 'Write it like 1:30, or as seconds.'}
        </p>
        <label className="named">
          Words a minute
          <span className="field">
            <input
              value={pace}
              inputMode="numeric"
              aria-invalid={!wordsPerMinute.success}
              aria-describedby="pace-help"
              onChange={(event) => setPace(event.currentTarget.value)}
            />
          </span>
        </label>
        <p id="pace-help" className="small quiet field-help">
          {wordsPerMinute.success ? 'Unhurried narration is about 150.' : 'A whole number from 40 to 400.'}
        </p>
        <footer>
          <button type="button" className="btn big bare" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="btn main big" aria-disabled={!isFine}>
            Set length
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
