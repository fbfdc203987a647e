// The page in which people write queries: GraphiQL with one tab per example
// and the token in the editor of headers.

import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import './page.css';

// A link may bring the token in its fragment, which browsers send to nobody:
// /graphiql/#token=… . It is taken out of the address at once.
function takeToken() {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token) {
    history.replaceState(null, '', location.pathname);
  }
  return token ?? 'paste a token here';
}

const initial = { Authorization: `Bearer ${takeToken()}`, 'Accept-Language': 'en' };
const headers = JSON.stringify(initial, null, 2);

// GraphiQL asks for the schema before its editor of headers is there.
async function fetcher(request, options) {
  const response = await fetch('../graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...(options?.headers ?? initial),
    },
    body: JSON.stringify(request),
  });
  return response.json();
}

const examples = await (await fetch('examples.json')).json();
const tabs = examples.map((query) => ({ query, headers }));

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={tabs}
    defaultHeaders={headers}
    defaultEditorToolsVisibility="headers"
    shouldPersistHeaders={false}
  />,
);
