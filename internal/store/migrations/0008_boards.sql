-- The absent member in whose stead a deputy serves.
alter table attendance add column for_person text not null default '';

-- What law asks of a statutory board's decision.
alter table decision add column how           text    not null default '';     -- agreed, open, closed; '' for every other body
alter table decision add column votes_for     bigint  not null default 0;
alter table decision add column votes_against bigint  not null default 0;
alter table decision add column tie           text    not null default '';     -- casting, lot
alter table decision add column disqualified  text    not null default '';     -- persons, comma separated
alter table decision add column in_time       boolean not null default false;  -- notice of the reservation was given before the meeting was closed

-- The minutes of a statutory board's meeting: when they were approved, and when
-- that was announced on each party's notice board.
create table meeting_minutes (
    meeting_id  text primary key references meeting (id),
    approved_on text not null,
    recorded_by text not null,
    recorded_as text not null,
    recorded_at text not null
);

create table meeting_posting (
    meeting_id  text not null references meeting (id),
    party_id    text not null,
    posted_on   text not null,
    recorded_by text not null,
    recorded_as text not null,
    recorded_at text not null,
    primary key (meeting_id, party_id)
);
