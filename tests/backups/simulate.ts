import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalScript } from '../../app/script/canonical.ts';
import { readScript } from '../../app/script/plain-script.ts';
import { namesIn } from '../../main/vault/backup/manifest.ts';
import { openScript } from '../../main/vault/backup/open-backup.ts';
import { DEFAULT_KEEP } from '../../main/vault/backup/retention.ts';
import { BackupShelf } from '../../main/vault/backup/shelf.ts';
import { sha256 } from '../../main/vault/seal.ts';
import { Random } from '../support/random.ts';
import { openTestVault, type TestVault } from '../support/vault.ts';
import { openDoc, WrittenScript } from '../support/written-script.ts';
import { expectedBackups, type Noted } from './expected-backups.ts';
import { loseScenes, SCENES, sixtyScenes } from './sixty-scenes.ts';

export interface SimulationOptions {
  readonly days: number;
  /** Over all days and scripts. */
  readonly updates: number;
  readonly seed: number;
  readonly onDay?: (day: DayTold) => void;
}

interface DayTold {
  readonly day: number;
  readonly kept: number;
  readonly bytes: number;
}

export interface SimulationResult extends DayTold {
  readonly updates: number;
  readonly backupsMade: number;
  /** What was not as it was promised; nothing, if all is well. */
  readonly faults: readonly string[];
}

const DAY_MS = 86_400_000;
const SCRIPTS = 4;
/** Nobody works on every day. */
const RESTING_PERCENT = 8;
/** Days on which the clock is years ahead or behind. */
const WRONG_CLOCK_PERCENT = 4;
/** What a careless fault takes. */
const LOST_SCENES = 56;

/**
 * Days of work with their backups, by a simulated clock. After every day the folder must hold exactly the backups that
 * retention promises, each of them must say what the scripts said on its day, and every object must be named by one.
 * Half way, a fault takes 56 of 60 scenes.
 */
export async function simulateDays({ days, updates, seed, onDay }: SimulationOptions): Promise<SimulationResult> {
  const random = new Random(seed);
  await using here = await openTestVault({ seed });
  const scripts: WrittenScript[] = [];
  for (let index = 0; index < SCRIPTS; index += 1) {
    scripts.push(await WrittenScript.create(here, `Script ${index + 1}`, sixtyScenes));
  }
  const faults: string[] = [];
  const made: Noted[] = [];
  const saidOn = new Map<string, readonly string[]>();
  let written = 0;
  let told: DayTold = { day: 0, kept: 0, bytes: 0 };
  for (let day = 1; day <= days; day += 1) {
    const isRest = day > 1 && random.chance(RESTING_PERCENT);
    const jumpMs = random.chance(WRONG_CLOCK_PERCENT) ? (random.below(8_000) - 4_000) * DAY_MS : 0;
    here.clock.advance(DAY_MS + jumpMs);
    const due = Math.round((updates * day) / days);
    if (!isRest) written += await workOneDay(scripts, random, due - written);
    await here.vault.settle();
    await here.vault.doChores();
    const shelf = ownShelf(here);
    const newest = shelf.verified().at(-1);
    if (newest !== undefined && made.every(({ backupId }) => backupId !== newest.backupId)) {
      made.push(newest);
      saidOn.set(newest.backupId, scripts.map(digestOf));
    }
    faults.push(...(await faultsOf(shelf, { made, saidOn, scripts, random })).map((fault) => `day ${day}: ${fault}`));
    here.clock.advance(-jumpMs);
    if (day === Math.ceil(days / 2)) faults.push(...(await loseAndBringBack(here, scripts, { made, saidOn })));
    told = { day, kept: shelf.verified().length, bytes: shelf.objects.size() };
    onDay?.(told);
  }
  return { ...told, updates: written, backupsMade: made.length, faults };
}

async function workOneDay(scripts: readonly WrittenScript[], random: Random, updates: number): Promise<number> {
  // One script rests each day, so that what did not change is met as well.
  const busy = scripts.filter((_, index) => index !== random.below(scripts.length));
  for (let index = 0; index < updates; index += 1) {
    random.oneOf(busy).type(random.below(SCENES), random.oneOf([' slowly', ' and', ' the', ' harbour.', '\n', ' 4']));
  }
  for (const script of busy) await script.save();
  return updates;
}

interface Known {
  readonly made: Noted[];
  readonly saidOn: Map<string, readonly string[]>;
}

async function faultsOf(
  shelf: BackupShelf,
  { made, saidOn, scripts, random }: Known & { readonly scripts: readonly WrittenScript[]; readonly random: Random },
): Promise<readonly string[]> {
  const faults: string[] = [];
  const kept = shelf.list();
  const promised = expectedBackups(made, DEFAULT_KEEP);
  const there = new Set<string>(kept.map(({ backupId }) => backupId));
  const missing = [...promised].filter((id) => !there.has(id)).length;
  const tooMany = [...there].filter((id) => !promised.has(id)).length;
  if (missing + tooMany > 0) faults.push(`${missing} backups are missing and ${tooMany} are too many`);
  const named = new Set(kept.flatMap((name) => namesIn(shelf.readRaw(name)).slice(1)));
  const objects = new Set(objectsIn(shelf));
  const unnamed = [...objects].filter((sha) => !named.has(sha)).length;
  if (unnamed > 0) faults.push(`${unnamed} objects are named by no backup`);
  // All of them would take most of the time: each day one of them is opened.
  const name = random.oneOf(kept);
  const said = shelf.read(name).scripts;
  const expected = saidOn.get(name.backupId) ?? [];
  for (const [index, { scriptId }] of scripts.entries()) {
    const script = said.find((each) => each.scriptId === scriptId);
    const text = script && canonicalScript(readScript(openScript(shelf.objects, script).doc));
    if (text === undefined || sha256(text).toString('hex') !== expected[index]) {
      faults.push(`backup ${name.number} does not say what script ${index + 1} said`);
    }
  }
  return faults;
}

/** A fault takes 56 of 60 scenes; the next day's backup must raise the alarm, and one step must bring all of them back. */
async function loseAndBringBack(
  here: TestVault,
  scripts: readonly WrittenScript[],
  { made, saidOn }: Known,
): Promise<readonly string[]> {
  const [script] = scripts;
  if (script === undefined) return [];
  const before = digestOf(script);
  await loseScenes(script, LOST_SCENES);
  here.clock.advance(DAY_MS);
  await here.vault.settle();
  await here.vault.doChores();
  const newest = ownShelf(here).verified().at(-1);
  if (newest !== undefined) {
    made.push(newest);
    saidOn.set(newest.backupId, scripts.map(digestOf));
  }
  const { alarms } = await here.vault.backups.overview();
  const [alarm] = alarms;
  if (alarm === undefined || alarms.length !== 1 || alarm.sourceId === null || alarm.scriptId !== script.scriptId) {
    return [`${LOST_SCENES} of ${SCENES} scenes went, and ${alarms.length} alarms were raised`];
  }
  const { scriptId } = script;
  const { brought, updates } = await here.vault.backups.bringBack({ backupId: alarm.sourceId, scriptId });
  script.receive(updates);
  const faults: string[] = [];
  if (brought.scenes !== LOST_SCENES) faults.push(`${brought.scenes} scenes came back`);
  if (digestOf(script) !== before) faults.push('what came back says something else in the window');
  const stored = canonicalScript(readScript(await openDoc(here, scriptId)));
  if (sha256(stored).toString('hex') !== before) faults.push('what came back says something else on the disk');
  if ((await here.vault.backups.overview()).alarms.length > 0) faults.push('the alarm is still there');
  return faults;
}

function digestOf({ doc }: WrittenScript): string {
  return sha256(canonicalScript(readScript(doc))).toString('hex');
}

function ownShelf({ folder }: TestVault): BackupShelf {
  const backups = join(folder, 'backups');
  return new BackupShelf(join(backups, readdirSync(backups)[0] ?? ''));
}

function objectsIn({ folder }: BackupShelf): readonly string[] {
  return readdirSync(join(folder, 'objects'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.slice(3))
    .filter((sha) => sha !== '');
}
