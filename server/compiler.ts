/** Everything whose loading loads the compiler, in one module that is imported when the first mark is analysed. */
export { createWorkspace, functionNamed, functionNames, markedFunctions, misplacedMarks, misspeltMarks, parsePoint, quickFixes } from '../core/frontend';
export { generate } from '../core/generate/generate';
export { generatedStates, stalenessDiagnostics } from '../core/generate/staleness';
