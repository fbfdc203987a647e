// Reads iCalendar texts with ical.js, a calendar that is not ours.
//
//   node ical.mjs < texts.json        (a JSON array of strings)
//
// Prints a JSON array with one object per text, in order: {method, prodid,
// events}, or {error} for a text that a strict reader refuses. What ical.js
// forgives although RFC 5545 does not (line ends, long lines, missing required
// properties, a zone that is named but not described) is refused here.

import { text as readAll } from 'node:stream/consumers';

import ICAL from 'ical.js';

const LONGEST_LINE = 75; // octets without the line end: RFC 5545, 3.1

function checkLines(text) {
  if (!text.endsWith('\r\n')) throw new Error('the last line does not end in CRLF');
  for (const line of text.slice(0, -2).split('\r\n')) {
    const octets = Buffer.byteLength(line);
    if (octets > LONGEST_LINE) throw new Error(`a line of ${octets} octets: ${line}`);
    // Tab is the one control character that a line may hold.
    if (/[\u0000-\u0008\u000a-\u001f\u007f\ufffd]/.test(line)) {
      throw new Error(`a control or replacement character in: ${JSON.stringify(line)}`);
    }
    if (line === '') throw new Error('an empty line');
  }
}

function required(component, ...names) {
  for (const name of names) {
    const count = component.getAllProperties(name).length;
    if (count !== 1) {
      throw new Error(`${component.name.toUpperCase()} has ${name.toUpperCase()} ${count} times`);
    }
  }
}

// An instant is given in UTC with the zone that it was written in; a day, and a
// local time without a zone, as they are written.
function time(calendar, event, name, value) {
  const tzid = event.getFirstProperty(name)?.getFirstParameter('tzid') ?? '';
  if (tzid && !calendar.getTimeZoneByID(tzid)) throw new Error(`no VTIMEZONE for ${tzid}`);
  if (!value) return { at: '', tzid };
  if (value.isDate) return { at: value.toString(), tzid };
  if (value.zone === ICAL.Timezone.utcTimezone) return { at: value.toString(), tzid: 'UTC' };
  if (!tzid) return { at: value.toString(), tzid };
  const utc = value.convertToZone(ICAL.Timezone.utcTimezone);
  return { at: utc.toString(), tzid };
}

function person(property) {
  return {
    address: String(property.getFirstValue()),
    name: property.getFirstParameter('cn') ?? '',
    language: property.getFirstParameter('language') ?? '',
    partstat: property.getFirstParameter('partstat') ?? '',
    rsvp: property.getFirstParameter('rsvp') ?? '',
  };
}

function readEvent(calendar, component) {
  required(component, 'uid', 'dtstamp', 'dtstart');
  const event = new ICAL.Event(component);
  const end = component.hasProperty('dtend') || component.hasProperty('duration') ? event.endDate : null;
  const endName = component.hasProperty('dtend') ? 'dtend' : 'dtstart';
  const organizer = component.getFirstProperty('organizer');
  return {
    uid: event.uid,
    sequence: component.getFirstPropertyValue('sequence') ?? 0,
    status: component.getFirstPropertyValue('status') ?? '',
    summary: event.summary ?? '',
    description: event.description ?? '',
    location: event.location ?? '',
    start: time(calendar, component, 'dtstart', event.startDate),
    end: time(calendar, component, endName, end),
    organizer: organizer ? person(organizer) : null,
    attendees: component.getAllProperties('attendee').map(person),
  };
}

function readCalendar(text) {
  checkLines(text);
  const parsed = ICAL.parse(text);
  const calendar = new ICAL.Component(parsed);
  if (calendar.name !== 'vcalendar') throw new Error('not exactly one VCALENDAR');
  required(calendar, 'prodid', 'version');
  const version = calendar.getFirstPropertyValue('version');
  if (version !== '2.0') throw new Error(`VERSION ${version}`);
  return {
    method: calendar.getFirstPropertyValue('method') ?? '',
    prodid: calendar.getFirstPropertyValue('prodid'),
    events: calendar.getAllSubcomponents('vevent').map((event) => readEvent(calendar, event)),
  };
}

ICAL.design.strict = true;
const texts = JSON.parse(await readAll(process.stdin));
const answers = texts.map((text) => {
  try {
    return readCalendar(text);
  } catch (error) {
    return { error: error.message };
  }
});
console.log(JSON.stringify(answers));
