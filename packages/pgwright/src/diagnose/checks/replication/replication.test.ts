import { testCategory } from '../../testing/test-category.ts'

testCategory('replication')
