([text, until]) => {
  // Every busy occurrence up to `until` (seconds of Unix time) as [start, end]: seconds of Unix time, or the six
  // numbers of a clock where no zone is said.
  const ICAL = window.module.exports;
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const free = (component) =>
    component.getFirstPropertyValue("status") === "CANCELLED" ||
    component.getFirstPropertyValue("transp") === "TRANSPARENT";
  const said = (time) =>
    time.isDate || time.zone === ICAL.Timezone.localTimezone
      ? [time.year, time.month, time.day, time.hour, time.minute, time.second]
      : time.toUnixTime();
  const entries = calendar.getAllSubcomponents("vevent");
  const found = [];
  for (const entry of entries.filter((one) => !one.hasProperty("recurrence-id"))) {
    const event = new ICAL.Event(entry);
    for (const other of entries) {
      if (other !== entry && other.hasProperty("recurrence-id") && new ICAL.Event(other).uid === event.uid) {
        event.relateException(other);
      }
    }
    if (!event.isRecurring()) {
      if (!free(entry)) found.push([said(event.startDate), said(event.endDate)]);
      continue;
    }
    const dates = event.iterator();
    for (let next = dates.next(); next && next.toUnixTime() < until; next = dates.next()) {
      const one = event.getOccurrenceDetails(next);
      if (!free(one.item.component)) found.push([said(one.startDate), said(one.endDate)]);
    }
  }
  return found;
}
