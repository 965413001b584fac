/** Tokens that stand where nobody expects them: in a parameter for something else, in a message. */

/** Our own opaque tokens, and anything of the form of a JWT. */
const TOKENS = /authelia_(?:ac|at|rt|dc)_[\w.~-]+|\beyJ[\w-]{5,}\.[\w-]*\.[\w.-]*/g

/** Far cheaper than the expression, and no for nearly every text. */
function mayHoldToken(text: string): boolean {
  return text.includes('eyJ') || text.includes('authelia_')
}

/** The text with each token in it replaced. */
export function redactTokens(text: string, replace: (token: string) => string): string {
  return mayHoldToken(text) ? text.replaceAll(TOKENS, replace) : text
}
