export { poolMetrics } from './pool-metrics.ts'
export { instrumentSpans, type SpanOptions, type SpanRequests } from './spans.ts'
