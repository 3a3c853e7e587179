/** Loaded into a process by `--import …?ms=18000`: at SIGUSR2 its event loop stands still for so long. */
const ms = Number(new URL(import.meta.url).searchParams.get('ms'));

process.on('SIGUSR2', () => {
  const until = performance.now() + ms;
  while (performance.now() < until);
});
