/** The exact versions of everything the launcher fetches; changing one fetches it anew into its own folder. */

/** Desktop VS Code, where it can be downloaded. */
export const desktopVersion = '1.139.1';

/** The npm package that carries the same VS Code as a server with its workbench. */
export const codeServerVersion = '4.139.1';

/** The Node that VS Code's server needs; the repository itself needs only Node 20. */
export const serverNodeVersion = '24.9.0';

/** Carries the file-system provider of the web host's workspace. */
export const testWebVersion = '0.0.81';
