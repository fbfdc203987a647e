// Runs every audit of graphql-http's server suite against a GraphQL endpoint.
//
//   node audits.mjs URL TOKEN
//
// Prints one JSON object: {total, ok, failures: [{id, name, status, reason}]}.
// A failed recommendation counts as a failure, like a failed requirement.

import { serverAudits } from 'graphql-http';

const [url, token] = process.argv.slice(2);
if (!url || token === undefined) {
  console.error('usage: node audits.mjs URL TOKEN');
  process.exit(2);
}

// The suite knows nothing of sign-in, so the token is put in below it.
function fetchFn(target, init = {}) {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  return fetch(target, { ...init, headers });
}

const report = { total: 0, ok: 0, failures: [] };
for (const audit of serverAudits({ url, fetchFn })) {
  report.total += 1;
  const { id, name } = audit;
  try {
    const result = await audit.fn();
    if (result.status === 'ok') {
      report.ok += 1;
    } else {
      report.failures.push({ id, name, status: result.status, reason: result.reason });
    }
    // An unread body would hold its connection until it is collected.
    await result.response?.body?.cancel().catch(() => {});
  } catch (error) {
    // The server broke the connection, or answered with what is not HTTP.
    const cause = error.cause ? `: ${error.cause.message}` : '';
    report.failures.push({ id, name, status: 'fatal', reason: `${error.message}${cause}` });
  }
}
console.log(JSON.stringify(report));
