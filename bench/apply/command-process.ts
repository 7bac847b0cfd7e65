// Runs commands of pgwright, each as `pgwright …` does, for whoever forked it. It is loaded before it is asked, so that
// a kill at a random moment hits the command at its work and not Node at its start.

let asked = 0
let told = ''
process.stdout.write = (text: string | Uint8Array) => {
  told += text.toString()
  return true
}

/** Loaded for what it imports: with no command it prints its usage. */
async function runMain(args: readonly string[]): Promise<void> {
  process.argv = [process.execPath, 'pgwright', ...args]
  process.exitCode = 0
  process.removeAllListeners('SIGINT')
  told = ''
  // A module runs once for each address, and this one looks how its own ends.
  await import(`../../packages/pgwright/src/cli/main.ts?run=${++asked}.ts`)
}

process.on('message', async (args: readonly string[]) => {
  await runMain(args)
  process.send?.({ code: process.exitCode, stdout: told })
})

await runMain(['apply', '--help'])
process.send?.({ ready: true })
