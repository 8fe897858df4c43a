import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** Electron's named folders on Linux; `setPath` overrides one. */
export class AppPaths {
  readonly #given = new Map<string, string>();
  readonly #environment: Environment;
  readonly #executable: string;
  readonly #appFolder: string;

  constructor(environment: Environment, executable: string, appFolder: string) {
    this.#environment = environment;
    this.#executable = executable;
    this.#appFolder = appFolder;
  }

  set(name: string, path: string): void {
    this.#given.set(name, path);
  }

  /** @throws for a name that Electron does not have. */
  get(name: string, appName: string): string {
    const given = this.#given.get(name);
    if (given !== undefined) return given;
    const home = homedir();
    const config = this.#environment['XDG_CONFIG_HOME'] ?? join(home, '.config');
    const userData = this.#given.get('userData') ?? join(config, appName);
    const places: Readonly<Record<string, string>> = {
      home,
      appData: config,
      userData,
      sessionData: userData,
      temp: tmpdir(),
      logs: join(userData, 'logs'),
      crashDumps: join(userData, 'Crashpad'),
      exe: this.#executable,
      module: this.#executable,
      assets: this.#appFolder,
      desktop: join(home, 'Desktop'),
      documents: join(home, 'Documents'),
      downloads: join(home, 'Downloads'),
      music: join(home, 'Music'),
      pictures: join(home, 'Pictures'),
      videos: join(home, 'Videos'),
    };
    const place = places[name];
    if (place === undefined) throw new Error(`Failed to get '${name}' path`);
    return place;
  }
}
