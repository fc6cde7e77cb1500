// Prints the fit. It runs what `npm run build` made of fit.ts.
import { fit, report } from '../../out/examples/real/fit.js';

process.stdout.write(`${report(fit())}\n`);
