/** What client and server say to each other beyond LSP: one named message each, with its parameters and result. */

/** Asks the server which declared functions of a document carry the mark; used by the palette off a marked function. */
export const markedFunctionsRequest = 'nabla/markedFunctions';
