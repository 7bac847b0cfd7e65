// Keeps one embedded server for as long as its owner lives. It is a process of its own because the owner may be
// killed in a way that leaves it no time (kill -9): the pipe on standard input then closes, and that is the signal.
// Plain JavaScript, and with no import but Node's, so that it starts the same from the sources and from dist.
import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const { folder, commands, identity, place } = JSON.parse(process.argv[2])
const patienceMs = 5_000

let child
let stopping = false
let kept = false

function stop() {
  if (stopping) return
  stopping = true
  child.kill('SIGINT')
  // An immediate shutdown loses nothing that is wanted: the folder goes too.
  setTimeout(() => child.kill('SIGQUIT'), patienceMs).unref()
}

function finish(exitCode) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  process.exit(exitCode)
}

function fail(error) {
  console.error(error.message)
  // A shell's code for a command that is there and can't be run.
  finish(error.syscall?.startsWith('spawn') ? 126 : 1)
}

/** Runs the commands one after the other; the last one is the server. */
function run(index) {
  const [command, ...parameters] = commands[index]
  child = spawn(command, parameters, { ...identity, stdio: ['ignore', 'inherit', 'inherit'] })
  child.once('error', fail)
  child.once('exit', (code) => {
    if (code !== 0 || stopping || index + 1 === commands.length) finish(code === 0 ? 0 : 1)
    else run(index + 1)
  })
}

process.once('uncaughtException', fail)
// Whoever cleans up after killed commands leaves the folder alone as long as this process runs.
writeFileSync(join(folder, 'owner.json'), JSON.stringify({ supervisorId: process.pid, place }))
run(0)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
process.stdin.on('data', () => {
  kept = true
})
process.stdin.on('close', () => {
  if (!kept) stop()
})
process.stdin.on('error', stop)
