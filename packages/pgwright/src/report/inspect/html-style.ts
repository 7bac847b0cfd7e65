export const style = `
:root { color-scheme: light dark; --error: #b3261e; --warning: #b26a00; --info: #4a6fa5; --passed: #5b8c5a; --skipped: #9a9a9a; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } small { font-weight: normal; opacity: .65; }
svg { width: 100%; font-size: 13px; } svg text { fill: currentColor; } svg text.count { fill: #fff; text-anchor: middle; }
rect.error { fill: var(--error); } rect.warning { fill: var(--warning); } rect.info { fill: var(--info); }
rect.passed { fill: var(--passed); } rect.skipped { fill: var(--skipped); }
.key::before { content: ''; display: inline-block; width: .8em; height: .8em; margin: 0 .4em 0 .8em; }
.key.error::before { background: var(--error); } .key.warning::before { background: var(--warning); }
.key.info::before { background: var(--info); } .key.passed::before { background: var(--passed); }
.key.skipped::before { background: var(--skipped); }
table { border-collapse: collapse; width: 100%; } td { vertical-align: top; padding: .4rem .6rem; border-top: 1px solid #8884; }
td:first-child { width: 5rem; } td:nth-child(2) { width: 30%; }
td.error { color: var(--error); } td.warning { color: var(--warning); } td.info { color: var(--info); }
code, pre { font: 13px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .4rem 0; } dd { margin: 0; overflow-wrap: anywhere; }
`
