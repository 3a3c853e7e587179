/** A rest that can be cut short. A `wake` during work makes the next rest end at once, so that no hint is lost. */
export interface Pause {
  rest(ms: number): Promise<void>;
  wake(): void;
}

export function createPause(): Pause {
  let hinted = false;
  let endRest: (() => void) | undefined;
  return {
    async rest(ms) {
      if (!hinted) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          endRest = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      hinted = false;
      endRest = undefined;
    },
    wake() {
      hinted = true;
      endRest?.();
    },
  };
}
