import { useId, type ReactNode } from 'react';
import { useApp } from '../app-services.ts';
import { Dialog } from '../ui/dialog.tsx';
import { acceleratorOf } from '../ui/hint.tsx';
import { Keys } from '../ui/keys.tsx';
import { useReadable } from '../ui/use-readable.ts';
import { useChangeSettings } from './use-change-settings.ts';

interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

const THEMES = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

const CONTRASTS = [
  { value: 'system', label: 'System' },
  { value: 'more', label: 'More' },
] as const;

/** Every change is worn and kept at once: there is nothing to confirm. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { settings, commands } = useApp();
  const { theme, contrast, zoomPercent } = useReadable(settings);
  const change = useChangeSettings();
  return (
    <Dialog title="Settings" onClose={onClose}>
      <div className="content settings">
        <Choices legend="Theme" choices={THEMES} chosen={theme} onChoose={(value) => change({ theme: value })} />
        <Choices
          legend="Contrast"
          choices={CONTRASTS}
          chosen={contrast}
          onChoose={(value) => change({ contrast: value })}
        />
        <div className="setting">
          <span>Size of the words</span>
          <span className="line">
            <button
              type="button"
              className="btn square"
              aria-label="Smaller words"
              onClick={() => commands.run('view.zoom-out')}
            >
              −
            </button>
            <output className="num zoom-percent">{zoomPercent} %</output>
            <button
              type="button"
              className="btn square"
              aria-label="Larger words"
              onClick={() => commands.run('view.zoom-in')}
            >
              +
            </button>
          </span>
        </div>
        <p className="small quiet">
          Only the script grows. <Keys accelerator={acceleratorOf('view.zoom-reset') ?? ''} /> brings it back to normal
          size.
        </p>
      </div>
    </Dialog>
  );
}

interface ChoicesProps<T extends string> {
  readonly legend: string;
  readonly choices: readonly Choice<T>[];
  readonly chosen: T;
  readonly onChoose: (value: T) => void;
}

function Choices<T extends string>({ legend, choices, chosen, onChoose }: ChoicesProps<T>): ReactNode {
  const name = useId();
  return (
    <fieldset className="setting">
      <legend>{legend}</legend>
      <span className="switch">
        {choices.map(({ value, label }) => (
          <label key={value}>
            <input
              type="radio"
              className="hidden"
              name={name}
              checked={value === chosen}
              onChange={() => onChoose(value)}
            />
            {label}
          </label>
        ))}
      </span>
    </fieldset>
  );
}
