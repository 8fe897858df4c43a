import type { PrintToPDFOptions } from 'electron';

/** Electron's paper sizes in inches, width first. */
const PAPER: Readonly<Record<string, readonly [number, number]>> = {
  A0: [33.1, 46.8],
  A1: [23.4, 33.1],
  A2: [16.54, 23.4],
  A3: [11.7, 16.54],
  A4: [8.27, 11.7],
  A5: [5.83, 8.27],
  A6: [4.13, 5.83],
  Letter: [8.5, 11],
  Legal: [8.5, 14],
  Tabloid: [11, 17],
  Ledger: [17, 11],
};

/** @throws for a paper size that Electron does not know. */
export function printParameters(options: PrintToPDFOptions): object {
  const { pageSize = 'Letter', margins, landscape, printBackground, displayHeaderFooter, ...rest } = options;
  const named = typeof pageSize === 'string' ? PAPER[pageSize] : [pageSize.width, pageSize.height];
  if (named === undefined) throw new Error(`Invalid pageSize: ${JSON.stringify(pageSize)}`);
  const [paperWidth, paperHeight] = named;
  return {
    landscape: landscape ?? false,
    printBackground: printBackground ?? false,
    displayHeaderFooter: displayHeaderFooter ?? false,
    paperWidth,
    paperHeight,
    marginTop: margins?.top ?? 0.4,
    marginBottom: margins?.bottom ?? 0.4,
    marginLeft: margins?.left ?? 0.4,
    marginRight: margins?.right ?? 0.4,
    ...rest,
  };
}
