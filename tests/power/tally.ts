import type { Looked } from './images.ts';
import type { Finding } from './judge.ts';

const SHOWN = 20;

const WORDS: Readonly<Record<Finding['kind'], string>> = {
  lost: 'with acknowledged edits lost',
  unopenable: 'unopenable',
  damaged: 'damaged, or taken for it',
  'made up': 'with something that nobody wrote',
  backup: 'with a verified backup that is not whole or gone',
  leftover: 'with something half-made left',
};

/** Counts images, tells the first bad ones. */
export class Tally {
  passed = 0;
  failed = 0;
  readonly #say: (line: string) => void;
  readonly #found = new Map<string, number>();
  readonly #stages = new Map<string, number>();
  readonly #losses = new Map<string, number>();

  constructor(say: (line: string) => void) {
    this.#say = say;
  }

  add({ cut, acknowledged, findings }: Looked): void {
    const { image, after, stage, left } = cut;
    count(this.#stages, stage);
    count(this.#losses, `data: ${left.data}`);
    count(this.#losses, `names: ${left.names}`);
    for (const kind of new Set(findings.map((finding) => finding.kind))) count(this.#found, kind);
    if (findings.length === 0) {
      this.passed += 1;
      return;
    }
    this.failed += 1;
    if (this.failed > SHOWN) return;
    const what = `data ${left.data}, names ${left.names}, ${acknowledged} acknowledged`;
    this.#say(`image ${image}: after change ${after} (${stage}), ${what}`);
    for (const { kind, vault, detail } of findings) this.#say(`  ${vault} ${kind}: ${detail}`);
  }

  summary(): readonly string[] {
    return [
      `cut in: ${list(this.#stages)}`,
      `left of what was not flushed: ${list(this.#losses)}`,
      ...Object.entries(WORDS).map(([kind, words]) => `images ${words}: ${this.#found.get(kind) ?? 0}`),
    ];
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

const list = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, times]) => `${name} ${times}`).join(', ');
