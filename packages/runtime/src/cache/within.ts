import { RuntimeError } from '../error.ts'

/** @throws RuntimeError `timeout` where `work` has no end by then; what it ends in later is not looked at */
export async function within<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(timedOut(ms)), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function timedOut(ms: number): RuntimeError {
  return new RuntimeError(
    'timeout',
    `There was no answer within ${ms} ms.`,
    'Look whether the server and the network are overloaded.',
  )
}
