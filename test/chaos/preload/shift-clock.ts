/** Loaded into a process by `--import …?ms=3600000`: its clock is so far ahead, or behind. Timers are not touched. */
const ms = Number(new URL(import.meta.url).searchParams.get('ms'));
const TrueDate = globalThis.Date;
const now = () => TrueDate.now() + ms;

globalThis.Date = new Proxy(TrueDate, {
  construct: (target, given: unknown[], newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
  get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
});
