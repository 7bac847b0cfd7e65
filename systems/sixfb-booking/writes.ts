import type { Write } from 'pgwright'
import { bookingCall, checkoutCall, newClientCall, nextCall } from './calls.ts'
import {
  addClient,
  type Booking,
  book,
  type Checkout,
  cancelNext,
  completeNext,
  confirmNext,
  type NewClient,
  type NextCall,
} from './service/bookings.ts'
import { asTenant } from './service/tenant.ts'

const booking: Write<Booking> = { id: 'book', weight: 11, parameters: bookingCall, run: book }

const confirmation: Write<NextCall> = {
  id: 'confirm',
  weight: 5,
  parameters: nextCall,
  run: asTenant(confirmNext),
}

const cancellation: Write<NextCall> = {
  id: 'cancel',
  weight: 3,
  parameters: nextCall,
  run: asTenant(cancelNext),
}

const checkout: Write<Checkout> = {
  id: 'check-out',
  weight: 5,
  parameters: checkoutCall,
  run: asTenant(completeNext),
}

const client: Write<NewClient> = { id: 'add-client', weight: 2, parameters: newClientCall, run: asTenant(addClient) }

/** What clients and barbers do all day: 26 of each hundred calls. */
export const writes: readonly Write[] = [booking, confirmation, cancellation, checkout, client]
