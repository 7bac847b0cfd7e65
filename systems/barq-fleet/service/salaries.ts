import type { Connection } from 'pgwright'
import type { CourierCall } from './deliveries.ts'
import { halalas, riyals } from './money.ts'

interface SalaryRow {
  readonly year: number
  readonly month: number
  readonly gross_salary: string
  readonly net_salary: string
  readonly payment_date: unknown
}

/** The payslips of a courier, and the bonuses paid in the month of each, asked for slip by slip. */
export async function salaryHistoryNaive(db: Connection, { courierId }: CourierCall) {
  const salaries = await db.query<SalaryRow>(
    'select * from salaries where courier_id = $1 order by year desc, month desc, id desc',
    [courierId],
  )
  const slips = []
  for (const salary of salaries) {
    const bonuses = await db.query<{ amount: string }>(
      `select * from bonuses
       where courier_id = $1 and payment_status = 'paid'
         and bonus_date >= make_date($2, $3, 1) and bonus_date < make_date($2, $3, 1) + interval '1 month'`,
      [courierId, salary.year, salary.month],
    )
    slips.push(payslip(salary, riyals(bonuses.reduce((sum, { amount }) => sum + halalas(amount), 0))))
  }
  return slips
}

export async function salaryHistory(db: Connection, { courierId }: CourierCall) {
  const salaries = await db.query<SalaryRow & { bonuses: string }>(
    `select s.year, s.month, s.gross_salary, s.net_salary, s.payment_date, coalesce(b.amount, 0) as bonuses
     from salaries s
     left join (
       select extract(year from bonus_date) as year, extract(month from bonus_date) as month, sum(amount) as amount
       from bonuses
       where courier_id = $1 and payment_status = 'paid'
       group by 1, 2
     ) as b on b.year = s.year and b.month = s.month
     where s.courier_id = $1
     order by s.year desc, s.month desc, s.id desc`,
    [courierId],
  )
  return salaries.map((salary) => payslip(salary, riyals(halalas(salary.bonuses))))
}

function payslip({ year, month, gross_salary, net_salary, payment_date }: SalaryRow, bonuses: number) {
  return { year, month, gross: gross_salary, net: net_salary, paidOn: payment_date, bonuses }
}
