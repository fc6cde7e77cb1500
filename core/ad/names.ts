/** Names of derivative values, from the names of what they belong to (design A2). */

/** The adjoint of `x` is `dx`, of `M` `dM`, of `mu` `dMu`: the first letter is capitalised if the name is longer than one letter. */
export function adjointName(name: string): string {
  return name.length === 1 ? `d${name}` : `d${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** The tangent of `x` is `xDot`. */
export const tangentName = (name: string): string => `${name}Dot`;

/** Saved values of `r` are `rAt[i]`. */
export const savedName = (name: string): string => `${name}At`;
