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
	participationRows = `query Rows($filter: ParticipationFilter, $after: String) {
  participations(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { company { id name } activity { id reference } project { id reference } country { code name { text } } startsOn }
  }
}`
	organisationRows = `query Rows($filter: OrganisationFilter, $after: String) {
  organisations(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id name kind city country { code } }
  }
}`
	clashRows = `query Rows($filter: ClashFilter!) {
  clashes(filter: $filter) {
    kind reason
    side { reference title { text } startsOn endsOn organiserNames }
    other { reference title { text } startsOn endsOn organiserNames }
  }
}`
	assessmentRows = `query Rows($filter: AssessmentFilter, $after: String) {
  assessments(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id state submittedAt expiresAt organisation { id name } market { code name { text } } }
  }
}`
	readyRows = `query Rows($filter: CompanyFilter, $after: String) {
  companies(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { organisation { id name } market { code } level score submittedAt }
  }
}`
	milestoneRows = `query Rows($filter: MilestoneFilter, $after: String) {
  milestones(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id title { text } state baselineOn forecastOn actualOn lighthouseCountry { country { code } } }
  }
}`
	projectRows = `query Rows($filter: ProjectFilter, $after: String) {
  projects(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id reference kind title { text } startsOn funding { kind amount { amount currency about } } }
  }
}`
	lighthouseRows = `query Rows($filter: LighthouseCountryFilter, $after: String) {
  lighthouseCountries(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id stage stageSince country { code name { text } } owner { id displayName } }
  }
}`
	lessonRows = `query Rows($filter: LessonFilter, $after: String) {
  lessons(first: 25, after: $after, filter: $filter) {
    totalCount
    pageInfo { hasNextPage endCursor }
    nodes { id keep change notedBy createdAt activity { id reference } }
  }
}`
)

// filter is the filter of a list, as the variables of a document.
type filter = map[string]any
