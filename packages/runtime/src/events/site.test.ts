import { expect, test } from 'vitest'
import { originOf, siteFrom, siteInText } from './index.ts'

test('takes a frame of the application, not of a library through which it went', () => {
  const stack = `Error
    at Knex.acquire (/app/node_modules/knex/lib/client.js:1:2)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
    at async loadOrders (file:///app/src/orders.ts:12:7)
    at async /app/src/server.ts:1:1`
  const site = { file: '/app/src/orders.ts', line: 12, column: 7, functionName: 'loadOrders' }
  expect(siteInText(stack)).toEqual(site)
  expect(siteInText('')).toBeNull()
})

test('a stack that was kept leads to the function that kept it', () => {
  const keeps = () => originOf()
  expect(siteFrom(keeps(), { origins: undefined })).toMatchObject({
    file: expect.stringMatching(/site\.test\.ts$/),
    functionName: 'keeps',
  })
})
