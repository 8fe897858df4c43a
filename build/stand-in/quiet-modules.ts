import { strict, strictEmitter } from './strict.ts';

/** Modules of Electron's about the machine, of which this one is always awake, plugged in and alone with one screen. */

/** Nothing here notices sleep: tests send its events with `powerMonitor.emit`. */
export class PowerMonitor extends strictEmitter('powerMonitor', [
  'suspend',
  'resume',
  'on-ac',
  'on-battery',
  'shutdown',
  'lock-screen',
  'unlock-screen',
  'user-did-become-active',
  'user-did-resign-active',
  'thermal-state-change',
  'speed-limit-change',
]) {
  readonly onBatteryPower: boolean = false;

  isOnBatteryPower(): boolean {
    return this.onBatteryPower;
  }

  getSystemIdleTime(): number {
    return 0;
  }

  getSystemIdleState(_afterSeconds: number): 'active' {
    return 'active';
  }
}

const AREA = { x: 0, y: 0, width: 1440, height: 900 };

/** One screen of 1440 × 900, which is also what the launcher gives to Xvfb. */
export class Screen extends strictEmitter('screen', ['display-added', 'display-removed', 'display-metrics-changed']) {
  readonly #display = strict('screen display', {
    id: 1,
    label: 'stand-in',
    bounds: AREA,
    workArea: AREA,
    size: { width: AREA.width, height: AREA.height },
    workAreaSize: { width: AREA.width, height: AREA.height },
    scaleFactor: 1,
    rotation: 0,
    internal: false,
  });

  getPrimaryDisplay() {
    return this.#display;
  }

  getAllDisplays() {
    return [this.#display];
  }

  getDisplayMatching() {
    return this.#display;
  }

  getDisplayNearestPoint() {
    return this.#display;
  }

  getCursorScreenPoint(): { x: number; y: number } {
    return { x: 0, y: 0 };
  }
}

/** Reports go nowhere: there is no native code of the app's here that could crash. */
export const crashReporter = strict('crashReporter', {
  start: (): void => undefined,
  getUploadToServer: (): boolean => false,
  setUploadToServer: (): void => undefined,
  addExtraParameter: (): void => undefined,
});
