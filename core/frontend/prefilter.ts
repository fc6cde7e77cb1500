/** The cheap test that keeps files without a mark free of any cost. */

/** Whether a text may hold a marked function. */
export const mentionsMark = (text: string): boolean => text.includes('@differentiable');
