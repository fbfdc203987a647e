package report

// The documents that list the rows behind numbers. Each takes the filter of its
// list as $filter and reads page after page.
const (
	activityRows = `query Rows($filter: ActivityFilter, $after: String) {
  activities(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id reference title { text } activityState startsOn country { code name { text } } }
  }
}`
	countryRows = `query Rows($filter: CountryFilter) {
  countries(filter: $filter) { code name { text } whoEurope }
}`
	followUpRows = `query Rows($filter: FollowUpFilter, $after: String) {
  followUps(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id title dueOn state owner { id displayName } activity { id reference } }
  }
}`
	outcomeRows = `query Rows($filter: OutcomeFilter, $after: String) {
  outcomes(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id kind state occurredOn company { id name } country { code } activity { id reference } valuePerYear { amount currency about } }
  }
}`
	requestRows = `query Rows($filter: OutcomeRequestFilter, $after: String) {
  outcomeRequests(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id wave askedAt answeredAt answer company { id name } activity { id reference } }
  }
}`
	companyRows = `query Rows($filter: StaircaseCompanyFilter, $after: String) {
  staircaseCompanies(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { company { id name } before { number name { text } } beforeOn after { number name { text } } afterOn climbed }
  }
}`
	deliveryRows = `query Rows($filter: DeliveryFilter, $after: String) {
  deliveries(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id state recipient subject }
  }
}`
)

// filter is the filter of a list, as the variables of a document.
type filter = map[string]any
