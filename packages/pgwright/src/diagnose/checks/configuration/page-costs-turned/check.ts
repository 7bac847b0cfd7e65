import { alterSystem, settingCheck } from '../../../facts/settings.ts'

export const check = settingCheck({
  id: 'page-costs-turned',
  title: 'Random reads that are taken for cheaper than sequential ones',
  category: 'configuration',
  severity: 'warning',
  settings: ['random_page_cost', 'seq_page_cost'],
  detect: (read) => {
    const [random, sequential] = [read('random_page_cost').setting, read('seq_page_cost').setting]
    if (Number(random) >= Number(sequential)) return null
    return {
      message: `random_page_cost (${random}) is below seq_page_cost (${sequential}): on no disk is a random read cheaper, and the planner reads whole tables through an index.`,
      evidence: { randomPageCost: Number(random), sequentialPageCost: Number(sequential) },
      help: 'Set random_page_cost to seq_page_cost at least: 1.1 times it for solid-state disks.',
      fix: alterSystem('random_page_cost', String(Number((Number(sequential) * 1.1).toPrecision(4)))),
    }
  },
})
