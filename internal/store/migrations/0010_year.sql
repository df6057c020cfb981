-- The year: joint meetings, side sessions.

-- The bodies that take part in a meeting besides the one that calls it.
create table meeting_with (
    meeting_id text not null references meeting (id),
    body_id    text not null,
    part       text not null,               -- with: decides for itself; invited: takes part, decides nothing
    primary key (meeting_id, body_id)
);
create index meeting_with_body on meeting_with (body_id, meeting_id);

-- A side session is held beside a meeting, for some parties of its bodies. Only
-- those who sit for them know of it.
alter table meeting add column parent_id text references meeting (id);
create index meeting_parent on meeting (parent_id) where parent_id is not null;
create table meeting_side (
    meeting_id text not null references meeting (id),
    party_id   text not null,
    primary key (meeting_id, party_id)
);

-- What a body's plan of a year says besides its meetings: how the work is
-- followed up. Its meetings are rows of meeting.
create table year_plan (
    body_id    text not null,
    year       bigint not null,
    follow_up  text not null default '',
    planned_by text not null,               -- person
    planned_as text not null,
    planned_at text not null,
    version    bigint not null,
    primary key (body_id, year)
);
