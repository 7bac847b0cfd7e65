import { testCategory } from '../../testing/test-category.ts'

testCategory('vacuum')
