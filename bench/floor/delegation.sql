-- One visit in full. $1 is the reader's language, $2 the visit's id.
SELECT json_build_object('data', json_build_object('delegation', (SELECT row_to_json(visit)
FROM (
  SELECT
    translate(encode(convert_to('delegation:' || d.id, 'UTF8'), 'base64'), '+/=', '-_') AS id,
    d.version, d.reference,
    json_build_object('text', COALESCE(d.title -> 'texts' -> $1 ->> 'text', d.title -> 'texts' -> 'en' ->> 'text',
      d.title -> 'texts' -> (d.title ->> 'source') ->> 'text')) AS title,
    json_build_object('text', COALESCE(d.description -> 'texts' -> $1 ->> 'text', d.description -> 'texts' -> 'en' ->> 'text',
      d.description -> 'texts' -> (d.description ->> 'source') ->> 'text')) AS description,
    json_build_object('text', COALESCE(d.purpose -> 'texts' -> $1 ->> 'text', d.purpose -> 'texts' -> 'en' ->> 'text',
      d.purpose -> 'texts' -> (d.purpose ->> 'source') ->> 'text')) AS purpose,
    json_build_object('code', d.country_code, 'name', json_build_object('text', c.name)) AS country,
    d.starts_on AS "startsOn", d.ends_on AS "endsOn", d.time_zone AS "timeZone", d.city, d.state, d.state_since AS "stateSince", d.tags,
    d.expected_size AS "expectedSize", d.staff_count AS "staffCount", d.head_rank AS "headRank", d.payer, d.requested_on AS "requestedOn",
    d.reason, d.referral, d.published_version AS "publishedVersion", d.recorded_afterwards AS "recordedAfterwards",
    d.created_at AS "createdAt", d.updated_at AS "updatedAt",
    (SELECT row_to_json(o) FROM (SELECT name, kind, city FROM organisations WHERE id = d.host_id) o) AS host,
    (SELECT row_to_json(o) FROM (SELECT name, kind, city FROM organisations WHERE id = d.organisation_id) o) AS organisation,
    (SELECT row_to_json(o) FROM (SELECT name, kind, city FROM organisations WHERE id = d.intermediary_id) o) AS intermediary,
    (SELECT row_to_json(p) FROM (SELECT full_name AS "fullName", email FROM people WHERE id = d.owner_id) p) AS owner,
    (SELECT row_to_json(p) FROM (SELECT full_name AS "fullName", email FROM people WHERE id = d.requester_id) p) AS requester,
    (SELECT COALESCE(json_agg(stop), '[]') FROM (
      SELECT translate(encode(convert_to('session:' || s.id, 'UTF8'), 'base64'), '+/=', '-_') AS id, s.kind,
        json_build_object('text', COALESCE(s.title -> 'texts' -> $1 ->> 'text', s.title -> 'texts' -> 'en' ->> 'text',
          s.title -> 'texts' -> (s.title ->> 'source') ->> 'text')) AS title,
        s.starts_at AS "startsAt", s.ends_at AS "endsAt", s.city, s.venue, s.room, s.capacity,
        CASE WHEN h.id IS NOT NULL THEN json_build_object('name', h.name) END AS host
      FROM sessions s LEFT JOIN organisations h ON h.id = s.host_id
      WHERE s.delegation_id = d.id AND NOT s.cancelled ORDER BY s.starts_at, s.id
    ) stop) AS sessions,
    (SELECT COALESCE(json_agg(delegate), '[]') FROM (
      SELECT translate(encode(convert_to('delegate:' || g.id, 'UTF8'), 'base64'), '+/=', '-_') AS id, g.role, g.rank,
        g.mail_route AS "mailRoute", g.consent, g.letter,
        json_build_object('fullName', p.full_name, 'latinName', p.latin_name, 'email', p.email, 'language', p.language, 'jobTitle', p.job_title)
          AS person
      FROM delegates g JOIN people p ON p.id = g.person_id WHERE g.delegation_id = d.id ORDER BY g.rank, g.id
    ) delegate) AS delegates,
    (SELECT COALESCE(json_agg(invitation), '[]') FROM (
      SELECT translate(encode(convert_to('hostInvitation:' || i.id, 'UTF8'), 'base64'), '+/=', '-_') AS id, i.state,
        json_build_object('name', o.name) AS organisation,
        CASE WHEN p.id IS NOT NULL THEN json_build_object('fullName', p.full_name) END AS contact,
        i.invited_at AS "invitedAt", i.answered_at AS "answeredAt", i.message
      FROM host_invitations i JOIN organisations o ON o.id = i.organisation_id LEFT JOIN people p ON p.id = i.contact_id
      WHERE i.delegation_id = d.id ORDER BY i.created_at, i.id
    ) invitation) AS "hostInvitations",
    (SELECT COALESCE(json_agg(promise), '[]') FROM (
      SELECT translate(encode(convert_to('followUp:' || f.id, 'UTF8'), 'base64'), '+/=', '-_') AS id, f.title, f.due_on AS "dueOn",
        f.state, f.result, json_build_object('fullName', p.full_name) AS owner
      FROM follow_ups f JOIN people p ON p.id = f.owner_id WHERE f.subject_id = d.id ORDER BY f.due_on, f.id
    ) promise) AS "followUps"
  FROM delegations d LEFT JOIN floor_country_names c ON c.code = d.country_code AND c.language = $1
  WHERE d.id = $2::text::uuid
) visit)))
