/** A file that has talked the process reading it into working for ever. */
process.parentPort.once('message', () => {
  for (;;) Math.hypot(1, 1);
});
