// Keep of Microsoft's description of Graph what the bot asks of it, as graph.json.
//
//   node tests/graph/reduce.mjs DESCRIPTION.yaml > tests/graph/graph.json
//
// DESCRIPTION is a strict form of the calendar part of Microsoft Graph v1.0 as
// Microsoft publishes it (OpenAPI of 1 October 2024, CSDL of 20 August 2026).
// Left out: other paths, examples, and prose. Added, because the documentation says
// it and the description does not: a message to send as MIME, in base64; that a link
// to what has changed since names no dates; and that an answer which is an event, or a
// list of them, is made as an event is.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../node/package.json', import.meta.url));
const whole = require('js-yaml').load(readFileSync(process.argv[2], 'utf8'));

const USED = {
  '/users/{user-id}/events': ['get', 'post'],
  '/users/{user-id}/events/{event-id}': ['get', 'patch', 'delete'],
  '/users/{user-id}/events/{event-id}/cancel': ['post'],
  '/users/{user-id}/events/delta()': ['get'],
  '/users/{user-id}/calendarView': ['get'],
  '/users/{user-id}/calendarView/delta()': ['get'],
  '/users/{user-id}/calendar/getSchedule': ['post'],
  '/users/{user-id}/sendMail': ['post'],
  '/subscriptions': ['get', 'post'],
  '/subscriptions/{subscription-id}': ['get', 'patch', 'delete'],
  '/subscriptions/{subscription-id}/reauthorize': ['post'],
};
const PROSE = new Set(['description', 'summary', 'example', 'title', 'operationId']);

// `properties` names things, and one of them may be called as prose is.
function plain(part, naming = false) {
  if (Array.isArray(part)) return part.map((one) => plain(one));
  if (part === null || typeof part !== 'object') return part;
  return Object.fromEntries(
    Object.entries(part)
      .filter(([key]) => naming || !(PROSE.has(key) || key.startsWith('x-')))
      .map(([key, value]) => [key, plain(value, !naming && key === 'properties')]),
  );
}

const wrong = plain(whole.paths['/users/{user-id}/events'].get.responses['404']);
const paths = {};
for (const [path, verbs] of Object.entries(USED)) {
  paths[path] = {};
  for (const verb of verbs) {
    const asked = plain(whole.paths[path][verb]);
    for (const [code, answer] of Object.entries(asked.responses)) {
      answer.description = 'Success';
      if (JSON.stringify(answer.content) === JSON.stringify(wrong.content)) {
        delete asked.responses[code];
      }
    }
    asked.responses.default = { $ref: '#/components/responses/wrong' };
    paths[path][verb] = asked;
  }
}
paths['/users/{user-id}/sendMail'].post.requestBody.content['text/plain'] = {
  schema: { type: 'string' },
};
for (const one of paths['/users/{user-id}/calendarView/delta()'].get.parameters) {
  if (one.in === 'query') one.required = false;
}

const EVENT = { $ref: '#/components/schemas/answered.event' };
const EVENTS = {
  type: 'object',
  required: ['value'],
  properties: { value: { type: 'array', items: EVENT } },
};
const ANSWERED = {
  '/users/{user-id}/events': { get: EVENTS, post: EVENT },
  '/users/{user-id}/events/{event-id}': { get: EVENT, patch: EVENT },
  '/users/{user-id}/calendarView': { get: EVENTS },
};
for (const [path, verbs] of Object.entries(ANSWERED)) {
  for (const [verb, schema] of Object.entries(verbs)) {
    const { responses } = paths[path][verb];
    for (const code of Object.keys(responses).filter((one) => /^2/.test(one))) {
      responses[code].content['application/json'].schema = schema;
    }
  }
}
const event = structuredClone(
  whole.components.schemas['strict.microsoft.graph.event'],
);
for (const nothing of ['onlineMeeting', 'recurrence']) {
  event.properties[nothing] = { type: 'object', nullable: true };
}
event.required = ['id', 'iCalUId', 'changeKey', 'start', 'end', 'isCancelled'];
whole.components.schemas['answered.event'] = event;

const schemas = {};
function keep(part) {
  for (const [key, value] of Object.entries(part ?? {})) {
    const name = key === '$ref' && value.split('/schemas/')[1];
    if (name && !(name in schemas)) {
      schemas[name] = plain(whole.components.schemas[name]);
      keep(schemas[name]);
    }
    if (value !== null && typeof value === 'object') keep(value);
  }
}
keep(paths);

const kept = {
  openapi: whole.openapi,
  info: { title: 'What the bot asks of Microsoft Graph v1.0', version: 'v1.0' },
  servers: [{ url: 'http://127.0.0.1:4010/v1.0' }],
  paths,
  components: {
    schemas: Object.fromEntries(Object.entries(schemas).sort()),
    parameters: plain(whole.components.parameters),
    responses: { wrong: { ...wrong, description: 'What was wrong' } },
    securitySchemes: whole.components.securitySchemes,
  },
  security: whole.security,
};
// A line for each schema and each verb: short to page through, and to compare.
const text = JSON.stringify(kept, null, 1)
  .split('\n')
  .reduce((lines, line) => {
    const deep = line.match(/^ */)[0].length;
    if (deep > 3 || (deep === 3 && /^ *[}\]]/.test(line))) {
      lines[lines.length - 1] += line.trimStart();
    } else lines.push(line);
    return lines;
  }, []);
process.stdout.write(text.join('\n') + '\n');
