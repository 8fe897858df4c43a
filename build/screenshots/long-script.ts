const SCENES = [
  'The depot at five in the morning',
  'A conductor learns the names of the stops by heart',
  'Snow on the points',
  'Line 8, from the river to the mine and back, in every kind of weather there is',
  'The bell that nobody hears any more',
  'Petra’s first night',
];
const SPEAKERS = ['Narrator', 'Petra', 'Narrator', 'Jan', 'Narrator', 'Old passenger'] as const;
const SEEN = [
  'Sodium light on wet cobbles. A broom pushes snow from the points; sparks, then the first tram of the day.',
  'Hands on a brass lever, worn to the colour of honey.',
  'Archive, 1974: the same curve, the same houses, another tram. The film is scratched where it was shown most.<br>Hold for two seconds.',
  'Petra, fifties, in the driver’s mirror. Behind her, out of focus, a whole school class in yellow hats.',
  'From above: the line is a thread through the white town.',
  'A thermos, two cups, no sugar.',
  'Close on the timetable. Somebody has corrected one minute in pencil.',
] as const;
const HEARD = [
  'You do not drive a tram. You agree with it, every morning, about what is possible today.',
  'In the winter of seventy-nine we stood here for eleven hours. People brought us soup. I still have one of the pots; it has a flower on it, and I never found out whose it was.',
  'Line eight has been late four times this year. Petra can tell you the dates.',
  '*Bell. Doors. The long breath of the brakes.*',
  'My father drove it. My father’s father laid the rails. I only turn the key.',
  'Somewhere under all this snow there is a city that thinks it is asleep.',
] as const;

/** Many scenes, long cells, several speakers: what a documentary looks like after a month. In Markdown. */
export function longScript(): string {
  const scenes = Array.from({ length: 18 }, (_, scene) => {
    const rows = Array.from({ length: 5 }, (_row, row) => {
      const pick = <T>(list: readonly [T, ...T[]]): T => list[(scene * 5 + row) % list.length] ?? list[0];
      return `| ${pick(SEEN)} | ${pick(SPEAKERS)} | ${pick(HEARD)} |`;
    });
    return [
      `## ${SCENES[scene % SCENES.length]}`,
      '',
      '| Video | Speaker | Audio |',
      '| --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  return ['# Fifty winters on one line', ...scenes].join('\n\n');
}
