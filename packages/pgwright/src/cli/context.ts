/** What a command is given by the program around it. */
export interface Context {
  /** Given at Ctrl-C: the command ends its work and cleans up. */
  readonly signal: AbortSignal
  /** Sets the exit code for when the command is done: 1 for findings and claims that are not met. */
  exit(code: 1): void
}
