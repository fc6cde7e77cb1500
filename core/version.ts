/** The version of Nabla that generated code names in its header; a test keeps it equal to package.json. */
export const nablaVersion = '0.1.0';
