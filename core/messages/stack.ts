/** The engines' ways to say that calls nest too deeply. */
export const isStackExhausted = (error: unknown): boolean =>
  error instanceof Error && (error instanceof RangeError && /call stack/i.test(error.message) || error.name === 'InternalError' && /recursion/i.test(error.message));

/** What `work` gives, or `otherwise` where it exhausted the stack. */
export function unlessTooDeep<T, U = T>(work: () => T, otherwise: () => U): T | U {
  try {
    return work();
  } catch (error) {
    if (!isStackExhausted(error)) throw error;
    return otherwise();
  }
}
