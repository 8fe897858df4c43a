import type { Incident, LostStretch, RecoveredScript, RecoveryReason, RecoveryReport } from '../../app/ipc/recovery.ts';
import { counted } from '../ui/words.ts';

const moments = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });

/** To the second: people remember what they were doing then. */
export function exactMoment(then: Date): string {
  return moments.format(then);
}

/** A report as a person reads it: what happened, what is safe, what to do, then script by script. */
export interface ReportWords {
  readonly title: string;
  readonly happened: string;
  readonly safe: string;
  readonly advice: string;
  readonly scripts: readonly { readonly scriptId: string; readonly title: string; readonly lines: readonly string[] }[];
}

const titles: Readonly<Record<RecoveryReason, string>> = {
  damaged: 'Part of what is stored here was damaged',
  'cut-off': 'The file with your scripts had been cut off',
  emptied: 'The file with your scripts had been emptied',
  missing: 'The file with your scripts was gone',
  foreign: 'Another program’s file was in the place of your scripts',
  'other-account': 'Another account’s file was in the place of your scripts',
  older: 'Your scripts are as they were some time ago',
  exchanged: 'The file with your scripts is another one than last time',
};

export function reportWords({ report, setAside }: Pick<Incident, 'report' | 'setAside'>): ReportWords {
  return {
    title: titles[report.reason],
    happened: happened(report),
    safe: `${safe(report)}${setAside === null ? '' : ' The file as it was found is kept, unchanged.'}`,
    advice: advice(report),
    scripts: report.touched.map((script) => ({
      scriptId: script.scriptId,
      title: script.title,
      lines: scriptLines(script),
    })),
  };
}

/** One line for the top of a window. */
export function bannerWords({ report }: Pick<Incident, 'report'>): string {
  if (report.reason === 'older' || report.reason === 'exchanged') return `${titles[report.reason]}.`;
  const lost = isAnythingLost(report) ? 'Some of it could not be read.' : 'Nothing in your scripts was lost.';
  return `${titles[report.reason]}, so it was built again. ${lost}`;
}

export function isAnythingLost({ touched, otherLost, knownUntil }: RecoveryReport): boolean {
  return (
    touched.some(({ lost, isEndKnown }) => lost.length > 0 || !isEndKnown) ||
    otherLost.length > 0 ||
    knownUntil !== null
  );
}

function happened({ reason, knownUntil, otherLost }: RecoveryReport): string {
  const until =
    knownUntil === null
      ? ''
      : ` Edits had been saved until ${exactMoment(new Date(knownUntil))}; the latest of them are not in it.`;
  const others = otherLost.map(({ kind }) => kind).join(', ');
  const besides = others === '' ? '' : ` Besides scripts, something of this could not be read: ${others}.`;
  switch (reason) {
    case 'older':
      return `The file holds an earlier state of your scripts.${until} It may be a copy that was put back.`;
    case 'exchanged':
      return 'The file belongs to another set of scripts than the last time. It may have been copied here from another computer.';
    case 'foreign':
    case 'other-account':
      return `${titles[reason]}. It was moved aside and none of it was used.`;
    case 'missing':
    case 'emptied':
    case 'cut-off':
    case 'damaged':
      return `Galley noticed it, moved the file aside and built a new one from everything in it that could be read.${until}${besides}`;
    default:
      return reason satisfies never;
  }
}

function safe({ scripts, untouched }: RecoveryReport): string {
  if (scripts === 0) return 'There are no scripts in the new file.';
  if (scripts === untouched) {
    return scripts === 1
      ? 'Your script is here, every edit as it was written.'
      : `All ${scripts} scripts are here, every edit as it was written.`;
  }
  const others = scripts - untouched;
  const few = others === 1 ? 'One is' : `${others} are`;
  if (untouched === 0)
    return `${others === 1 ? 'Your script is' : `Your ${others} scripts are`} here with everything that could be read.`;
  return `${untouched} of ${scripts} scripts ${untouched === 1 ? 'is' : 'are'} here with every edit as it was written. ${few} here with everything that could be read.`;
}

function advice(report: RecoveryReport): string {
  if (report.reason === 'older' || report.reason === 'exchanged') {
    return 'If you did not put it there, look into your backups: what is missing can be brought back from them.';
  }
  if (!isAnythingLost(report)) {
    return 'You need not do anything. If this happens again, have the disk of this computer checked.';
  }
  return 'Read through the scripts below. What is missing may be in a backup. If this happens again, have the disk of this computer checked.';
}

function scriptLines({
  lost,
  healed,
  wordsFrom,
  isWaiting,
  isEndKnown,
  isTitleGuessed,
}: RecoveredScript): readonly string[] {
  return [
    ...lost.map((stretch) => lostLine(stretch, wordsFrom)),
    ...healed.map(
      ({ first, last, source }) => `${edits({ first, last })} came back exactly, from ${sourceName(source)}.`,
    ),
    ...(isWaiting ? ['Some later edits build on what is missing. They are kept, and show if it is brought back.'] : []),
    ...(isEndKnown ? [] : ['Nothing says any more how far this script had come: later edits may be missing.']),
    ...(isTitleGuessed ? ['Its title was lost. This is the last one that was found.'] : []),
  ];
}

function lostLine(stretch: LostStretch, wordsFrom: readonly string[]): string {
  const written = `${edits(stretch)}${when(stretch)}${size(stretch)}`;
  switch (stretch.words) {
    case 'kept':
      return `${written} could not be read as single steps; what they said is in the script, from a snapshot.`;
    case 'perhaps':
      return `${written} could not be read. Words were brought back from ${wordsFrom.map(sourceName).join(', ')}; later ones may be missing.`;
    case 'gone':
      return `${written} could not be read.`;
    default:
      return stretch.words satisfies never;
  }
}

function sourceName(source: string): string {
  return source === 'snapshot' ? 'a snapshot' : source;
}

function edits({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? `Edit ${first}` : `Edits ${first} to ${last}`;
}

function when({ from, to, first, last }: LostStretch): string {
  if (from === null && to === null) return '';
  if (from === null || to === null)
    return `, written ${from === null ? 'before' : 'after'} ${exactMoment(new Date(from ?? to ?? 0))},`;
  if (from === to && first === last) return `, written ${exactMoment(new Date(from))},`;
  return `, written between ${exactMoment(new Date(from))} and ${exactMoment(new Date(to))},`;
}

function size({ bytes, first, last }: LostStretch): string {
  return bytes === null ? '' : ` ${counted(bytes, 'byte')}${first === last ? '' : ' in all'},`;
}
