import { Failure } from '../../app/failure.ts';
import { DEFAULT_SETTINGS, Settings } from '../../app/settings.ts';
import type { Log } from '../log/log.ts';
import { JsonFile } from './json-file.ts';

type Raw = Readonly<Record<string, unknown>>;

/** What the person chose on this device. Keys and values that a newer Galley wrote stay in the file as they are. */
export class SettingsStore implements AsyncDisposable {
  readonly #file: JsonFile;
  readonly #listeners = new Set<(settings: Settings) => void>();
  #raw: Raw;

  private constructor(file: JsonFile, raw: Raw) {
    this.#file = file;
    this.#raw = raw;
  }

  /** A file that cannot be read as settings is kept aside as `settings.json.damaged`, and the defaults hold. */
  static async open(path: string, log: Pick<Log, 'warn'>): Promise<SettingsStore> {
    const file = new JsonFile(path);
    try {
      return new SettingsStore(file, rawOf(await file.read()));
    } catch (error) {
      log.warn('settings.damaged', { error });
      if (error instanceof SyntaxError) await file.setAside();
      return new SettingsStore(file, {});
    }
  }

  get(): Settings {
    return settingsOf(this.#raw);
  }

  /** Holds at once and everywhere; throws when it could not be kept for the next start. */
  async change(part: { readonly [K in keyof Settings]?: Settings[K] | undefined }): Promise<Settings> {
    const chosen = Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined));
    this.#raw = { ...this.#raw, ...chosen };
    for (const listener of this.#listeners) listener(this.get());
    try {
      await this.#file.write(this.#raw);
    } catch (error) {
      throw new Failure('disk-full', NOT_KEPT, { cause: error });
    }
    return this.get();
  }

  subscribe(listener: (settings: Settings) => void): Disposable {
    const disposable = new DisposableStack();
    this.#listeners.add(listener);
    disposable.defer(() => void this.#listeners.delete(listener));
    return disposable;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#file[Symbol.asyncDispose]();
  }
}

const NOT_KEPT =
  'This choice could not be written to the disk. Your scripts are not affected, and the choice holds until Galley quits. Free some space and choose again.';

function rawOf(value: unknown): Raw {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError('not settings');
  return { ...value };
}

/** Key by key, so that one value from a newer Galley does not undo the other choices. */
function settingsOf(raw: Raw): Settings {
  const understood = Object.entries(Settings.shape)
    .map(([key, schema]) => [key, schema.safeParse(raw[key])] as const)
    .filter(([, parsed]) => parsed.success)
    .map(([key, parsed]) => [key, parsed.data] as const);
  return Settings.parse({ ...DEFAULT_SETTINGS, ...Object.fromEntries(understood) });
}
