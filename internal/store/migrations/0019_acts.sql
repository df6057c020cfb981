-- Acts of a meeting: presence per item, votes, elections, assignments, decisions between meetings.

-- What is other at one item than for the meeting as a whole (attendance): who was
-- not there, was disqualified, or served for whom. No row: as for the meeting.
create table attendance_item (
    meeting_id  text not null references meeting (id),
    item_id     text not null references agenda_item (id),
    person_id   text not null references person (id),
    stay        text not null check (stay in ('here', 'away', 'disqualified')),
    for_person  text not null default '',
    primary key (meeting_id, person_id, item_id)
);
create index attendance_item_item on attendance_item (item_id);

-- What somebody is to do, as it was recorded at an item.
create table assignment (
    id         text primary key,
    meeting_id text not null references meeting (id),
    item_id    text not null references agenda_item (id),
    body_id    text not null,
    what       text not null,
    person_id  text references person (id),   -- who answers: a person or a party
    party_id   text not null default '',
    due_on     text not null default '',
    given_by   text not null,
    given_as   text not null,
    given_at   text not null,
    done_on    text not null default '',
    done_as    text not null default '',
    note       text not null default '',
    struck_at  text,                          -- never removed
    struck_as  text not null default '',
    reason     text not null default '',
    version    bigint not null,
    check ((person_id is null) <> (party_id = ''))
);
create index assignment_meeting on assignment (meeting_id);
create index assignment_item on assignment (item_id);
create index assignment_person on assignment (person_id, done_on);
create index assignment_party on assignment (party_id, done_on) where party_id <> '';

-- A vote by name, the ballots of an election, who reserved themselves; opaque JSON.
alter table decision add column poll text not null default '';
