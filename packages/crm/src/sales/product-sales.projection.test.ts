import { projectionLaws } from '@patina/testing'
import { shopHistoriesOf } from '../arbitraries.js'
import { productSalesView } from './product-sales.codec.js'

projectionLaws(productSalesView, shopHistoriesOf(productSalesView.types), { numRuns: 50 })
