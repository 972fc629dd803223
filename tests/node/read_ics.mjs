// Read invitations with ical.js, which Thunderbird uses, and say what they mean.
//
// A list of texts comes in as JSON; a list of what each means goes out. Times are
// seconds since 1970, worked out by the text's own VTIMEZONE and nothing else.
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';

const first = (component, name) => component.getFirstPropertyValue(name);

function meant(text) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(text));
  const [item, ...more] = calendar.getAllSubcomponents('vevent');
  if (!item || more.length) throw new Error('an invitation is to one meeting');
  const event = new ICAL.Event(item);
  return {
    method: first(calendar, 'method'),
    uid: event.uid,
    sequence: event.sequence,
    status: first(item, 'status'),
    class: first(item, 'class'),
    url: first(item, 'url') ?? '',
    summary: event.summary,
    description: event.description ?? '',
    zone: event.startDate.timezone,
    start: event.startDate.toUnixTime(),
    end: event.endDate.toUnixTime(),
    organiser: event.organizer,
    attendees: event.attendees.map((one) => ({
      address: one.getFirstValue(),
      name: one.getParameter('cn') ?? '',
      role: one.getParameter('role') ?? '',
      replies: one.getParameter('rsvp') ?? '',
    })),
  };
}

const texts = JSON.parse(readFileSync(0, 'utf8'));
process.stdout.write(JSON.stringify(texts.map(meant)));
